export { analyseRatings, type RaterResult, type RatingAnalysis, type SetResult } from './analyse.ts';
export { blind, orderFor } from './blind.ts';
export { fleissKappa } from './fleiss-kappa.ts';
export { krippendorffAlpha, type Level } from './krippendorff-alpha.ts';
export { proportion, type Estimate } from './proportion.ts';
export { regions, type KeyEntry, type Rating, type Region, type Verdict } from './rating.ts';
export { formatKey, parseKey, parseRatings, ratingLine, ratingsHead } from './ratings-table.ts';
export { roc, type Roc } from './roc.ts';
export { slicesShown } from './page.ts';
