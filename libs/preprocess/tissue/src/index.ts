export { segmentTissue, type SegmentTissueOptions, type TissueSegmentation } from './segment-tissue.ts';
export { tissueNames, type TissueMaps, type TissueName, type TissueValues } from './tissues.ts';
export { defaultTargets, normalizeTissue, type NormalizeTissueOptions } from './normalize-tissue.ts';
export { tissueLabels } from './tissue-labels.ts';
export { normalizeWithin, type IntensityScaling, type NormalizeWithinOptions } from './normalize-within.ts';
export { learnNyul, normalizeNyul, type LearnNyulOptions, type NormalizeNyulOptions, type NyulScale } from './nyul.ts';
export { parseNyulScale } from './parse-nyul-scale.ts';
export { robustMean, trimmedMean } from './robust-means.ts';
export { whiteStripe } from './white-stripe.ts';
