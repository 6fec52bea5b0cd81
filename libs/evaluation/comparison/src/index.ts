export type { MeasuredBeside, SetBeside } from './beside.ts';
export {
  compareVolumes,
  type ComparedVolume,
  type CompareOptions,
  type Comparison,
  type MetricWatch,
} from './compare.ts';
export { describeFigures } from './describe-figures.ts';
export { labelSets, type Labelled, type LabelOptions } from './label-sets.ts';
export { openAnatomy, type AnatomyOptions, type OpenedAnatomy } from './open-anatomy.ts';
export { readLabels } from './regions/read-labels.ts';
export type { CovariateFit } from './regions/fit-by-covariate.ts';
export type {
  CovariateOfSet,
  Effect,
  RegionByCovariate,
  RegionComparison,
  RegionFigures,
  Spread,
} from './regions/region-comparison.ts';
export { segmentationFolder, writeSegmentations } from './regions/write-segmentations.ts';
export type { SegmentedBrain, SetName, TakeSegmentation } from './regions/segment-sets.ts';
export { taskSets, type ReadSet, type TaskOptions, type TaskSets } from './task-sets.ts';
export { fewestHeads, tellApart, type WhoIsWho } from './who-is-who.ts';
export { writeComparison, type ComparisonContext } from './write.ts';
