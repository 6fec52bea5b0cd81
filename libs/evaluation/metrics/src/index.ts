export { assertComparable } from './comparable.ts';
export { confidenceInterval, type IntervalCalibration, type IntervalOptions } from './interval.ts';
export { coverage } from './coverage.ts';
export { density } from './density.ts';
export { featuresOf, type FeatureExtractor } from './feature-extractor.ts';
export { fid, fidCalibration, type FidOptions } from './fid.ts';
export { frechetStatistic } from './frechet-distance.ts';
export { foldKurtosis } from './folds/fold-kurtosis.ts';
export { foldVariance } from './folds/fold-variance.ts';
export { powerSpectrum } from './folds/power-spectrum.ts';
export { kid, type KidOptions } from './kid.ts';
export { kernelCalibration, kernelStatistic, type Kernel, type KernelStatistic } from './kernel-statistic.ts';
export {
  auditMemorisation,
  type Audit,
  type AuditOptions,
  type AuditPair,
  type AuditReference,
} from './memorisation-audit.ts';
export { gridTolerance, onGrid } from './on-grid.ts';
export { createPace, type Pace } from './pace.ts';
export { gram } from './gram.ts';
export { isMetric, metricOf } from './metric-of.ts';
export type { Interval, Metric, MetricOptions, MetricResult } from './metric.ts';
export { mmd, type MmdOptions } from './mmd.ts';
export { msSsim, type MsSsimOptions } from './ms-ssim.ts';
export type { NeighbourhoodOptions } from './neighbourhood-metric.ts';
export { wassersteinDistance } from './optimal-transport.ts';
export { precision } from './precision.ts';
export { recall } from './recall.ts';
export { once, type Multiplicity, type Statistic } from './statistic.ts';
export { voxelsAt } from './voxel-features.ts';
export { studentQuantile } from './student.ts';
export { defaultFeatures, randomFeatures, type RandomFeaturesOptions } from './random-features.ts';
export { metrics, metricsOn } from './registry.ts';
export { settingsThatFit } from './similarity-settings.ts';
export {
  multiscaleSimilarity,
  structuralSimilarity,
  type MultiscaleOptions,
  type SimilarityOptions,
} from './structural-similarity.ts';
