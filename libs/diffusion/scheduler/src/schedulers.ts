// Every scheduler that the command line knows by name: one line each.
export { ddim } from './ddim.ts';
export { ddpm } from './ddpm.ts';
