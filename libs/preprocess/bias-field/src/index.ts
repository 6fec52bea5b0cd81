export { combineCorrections, type Correction } from './combine-corrections.ts';
export { correctFine, type FinelyCorrected } from './fine/correct-fine.ts';
export type { FineOptions } from './fine/fine-options.ts';
export type { TissuePriors } from './fine/tissue-priors.ts';
export type { Level } from './level.ts';
export { n4, type Corrected } from './n4.ts';
export type { N4Options } from './n4-options.ts';
