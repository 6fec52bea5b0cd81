export type { MeasuredBeside, SetBeside } from './beside.ts';
export { compareVolumes, type CompareOptions, type Comparison, type MetricWatch } from './compare.ts';
export { describeFigures } from './describe-figures.ts';
export { labelSets, type Labelled, type LabelledSets, type LabelOptions, type ReadSet } from './label-sets.ts';
export { fewestHeads, tellApart, type WhoIsWho } from './who-is-who.ts';
export { writeComparison, type ComparisonContext } from './write.ts';
