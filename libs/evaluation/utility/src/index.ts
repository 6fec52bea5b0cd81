export { describeUtility } from './describe-utility.ts';
export type { Figure } from './figure.ts';
export type { LabelledVolume } from './labelled-volume.ts';
export {
  measureUtility,
  type Source,
  type Taught,
  type Tested,
  type Utility,
  type UtilityOptions,
} from './measure-utility.ts';
export type { UtilitySets } from './sets.ts';
