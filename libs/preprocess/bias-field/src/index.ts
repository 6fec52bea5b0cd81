export { correctFine, type FinelyCorrected, type FineOptions } from './fine/correct-fine.ts';
export { n4, type Corrected, type Level, type N4Options } from './n4.ts';
