export { n4, type Corrected, type Level, type N4Options } from './n4.ts';
