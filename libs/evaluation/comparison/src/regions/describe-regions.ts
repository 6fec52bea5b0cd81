import { smallEffect } from './region-findings.ts';
import type { CovariateFit } from './fit-by-covariate.ts';
import { slopeUnit } from './slope-unit.ts';
import type { CloudDistance, Effect, RegionComparison } from './region-comparison.ts';

/** Regions in lines for a person: a row each, and how many segmentations can be relied on. */
export function describeRegions({ regions, clouds, covariate, reliable, limit }: RegionComparison): string[] {
  const width = Math.max(...regions.map(({ region }) => region.length));
  const row = (name: string, ...cells: readonly string[]): string =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(22))].join('  ');
  const rows = regions.map(({ region, ml, size, asymmetry }) =>
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
    ...rows,
    `small effects (|d| < ${smallEffect})  ${small} of ${known.length} regions`,
    ...(covariate ? describeCovariate(regions, covariate, row) : []),
    `all regions together (optimal transport, SD a region)  ${[cloudText(clouds.synthetic), ...(clouds.training ? [`training scans ${cloudText(clouds.training)}`] : [])].join(', ')}`,
    `segmentations to be relied on (expected Dice of each region at least ${limit})  ${reliable.map(({ set, reliable: count, of }) => `${set} ${count} of ${of}`).join(', ')}`,
  ];
}

type Row = (name: string, ...cells: readonly string[]) => string;

/** Slopes on the covariate, where they are known, and what cannot be said. */
function describeCovariate(
  regions: RegionComparison['regions'],
  { name, doubts }: NonNullable<RegionComparison['covariate']>,
  row: Row,
): string[] {
  const slope = (fit: CovariateFit | null): string => (fit ? withInterval(fit.slope, fit.interval) : 'not known');
  const rows = regions.flatMap(({ region, byCovariate: by }) =>
    by && (by.real ?? by.synthetic) ? [row(region, slope(by.real), slope(by.synthetic), effectText(by.size))] : [],
  );
  return [
    ...(rows.length > 0 ? [row(slopeUnit(name), 'real', 'synthetic', `d at equal ${name}`), ...rows] : []),
    ...doubts.map((doubt) => `regions by ${name}: ${doubt}`),
  ];
}

const effectText = ({ d, interval }: Effect): string => withInterval(d, interval);
const cloudText = ({ distance, interval }: CloudDistance): string => withInterval(distance, interval);

const withInterval = (value: number | null, interval: Effect['interval']): string =>
  value === null ? 'too few' : `${shown(value)}${interval ? ` [${interval.map(shown).join(' - ')}]` : ''}`;

/** Two decimals; 0 has no sign. */
const shown = (value: number): string => value.toFixed(2).replace(/^-0\.00$/, '0.00');
