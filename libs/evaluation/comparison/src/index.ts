export type { MeasuredBeside, SetBeside } from './beside.ts';
export { compareVolumes, type CompareOptions, type Comparison, type MetricWatch } from './compare.ts';
export { describeFigures } from './describe-figures.ts';
export { tellApart, type WhoIsWho } from './who-is-who.ts';
export { writeComparison, type ComparisonContext } from './write.ts';
