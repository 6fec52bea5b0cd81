export { describeUtility, type Described } from './describe-utility.ts';
export type { Figure } from './figure.ts';
export type { LabelledVolume } from './labelled-volume.ts';
export { measureUtility, type Taught, type Tested, type Utility, type UtilityOptions } from './measure-utility.ts';
export { describeSegmentationUtility } from './segmentation/describe-segmentation-utility.ts';
export type { MappedSets, MappedVolume } from './segmentation/mapped-volume.ts';
export {
  measureSegmentationUtility,
  type Segmented,
  type SegmentationUtility,
  type SegmentationUtilityOptions,
} from './segmentation/measure-segmentation-utility.ts';
export type { UtilitySets } from './sets.ts';
export type { Source } from './sources.ts';
