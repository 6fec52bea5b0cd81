import { smallEffect } from './region-findings.ts';
import type { CloudDistance, Effect, RegionComparison } from './region-comparison.ts';

/** Regions in lines for a person: a row each, and how many segmentations can be relied on. */
export function describeRegions({ regions, clouds, reliable, limit }: RegionComparison): string[] {
  const width = Math.max(...regions.map(({ region }) => region.length));
  const row = (name: string, ...cells: readonly string[]): string =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(22))].join('  ');
  const shown = regions.map(({ region, ml, size, asymmetry }) =>
    row(
      region,
      ml.real ? `${ml.real.mean.toFixed(1)} +- ${ml.real.deviation.toFixed(1)}` : 'not relied on',
      ml.synthetic ? `${ml.synthetic.mean.toFixed(1)} +- ${ml.synthetic.deviation.toFixed(1)}` : 'not relied on',
      effectText(size),
      asymmetry ? effectText(asymmetry) : '',
    ),
  );
  const known = regions.flatMap(({ size }) => size.d ?? []);
  const small = known.filter((d) => Math.abs(d) < smallEffect).length;
  return [
    row('region, ml', 'real', 'synthetic', 'd of size', 'd of asymmetry'),
    ...shown,
    `small effects (|d| < ${smallEffect})  ${small} of ${known.length} regions`,
    `all regions together (optimal transport, SD a region)  ${[cloudText(clouds.synthetic), ...(clouds.training ? [`training scans ${cloudText(clouds.training)}`] : [])].join(', ')}`,
    `segmentations to be relied on (expected Dice of each region at least ${limit})  ${reliable.map(({ set, reliable: count, of }) => `${set} ${count} of ${of}`).join(', ')}`,
  ];
}

const effectText = ({ d, interval }: Effect): string => withInterval(d, interval);
const cloudText = ({ distance, interval }: CloudDistance): string => withInterval(distance, interval);

const withInterval = (value: number | null, interval: Effect['interval']): string =>
  value === null
    ? 'too few'
    : `${value.toFixed(2)}${interval ? ` [${interval.map((end) => end.toFixed(2)).join(' - ')}]` : ''}`;
