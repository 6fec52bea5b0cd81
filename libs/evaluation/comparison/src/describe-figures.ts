import type { Comparison } from './compare.ts';
import { describeRegions } from './regions/describe-regions.ts';

/** The figures of a comparison in lines for a person: each with its interval, and below it the same of real volumes and of other sets. */
export function describeFigures({
  metrics,
  regions,
  audit,
}: Pick<Comparison, 'metrics' | 'audit'> & Partial<Pick<Comparison, 'regions'>>): string[] {
  const shown = (value: number, interval: readonly number[] | null): string =>
    `${value.toPrecision(4)}  ${interval ? `[${interval.map((end) => end.toPrecision(4)).join(' - ')}]` : '(too few for an interval)'}`;
  const lines = metrics.flatMap(({ name, value, interval, baseline, baselines }) => [
    `${name.padEnd(24)} ${shown(value, interval)}`,
    ...(baseline ? [`  ${'among real volumes'.padEnd(22)} ${shown(baseline.value, baseline.interval)}`] : []),
    ...baselines.map((one) => `  ${one.name.padEnd(22)} ${shown(one.value, one.interval)}`),
  ]);
  return [
    ...lines,
    ...(regions ? describeRegions(regions) : []),
    ...(audit ? [`copies of training volumes  ${audit.flagged} of ${audit.pairs.length}`] : []),
  ];
}
