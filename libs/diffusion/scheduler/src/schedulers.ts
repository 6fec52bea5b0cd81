// Every scheduler that the command line knows by name: one line each.
export { ddim } from './ddim.ts';
export { ddpm } from './ddpm.ts';
export { dpmSolverSde } from './dpm-solver-sde.ts';
export { dpmSolver } from './dpm-solver.ts';
export { eulerAncestral } from './euler-ancestral.ts';
export { euler } from './euler.ts';
export { heun } from './heun.ts';
export { pndm } from './pndm.ts';
export { rectifiedFlow } from './rectified-flow.ts';
export { uniPc } from './unipc.ts';
