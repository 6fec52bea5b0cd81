import { scaleLinear } from 'd3-scale';
import type { Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { RegionRow } from '../report-data.ts';
import { tickLabel } from './axes.ts';
import { dot, drawing, lineBetween, rectangle, words } from './svg.ts';

const width = 760;
const margin = { left: 190, right: 20, bottom: 46 };
const rowHeight = 30;
/** Effects within this are called small (Cohen 1988). */
const small = 0.5;

/** Effect sizes of regions on one line each: synthetic brains over real ones with their interval, training scans as a mark. */
export function effectChart(rows: readonly RegionRow[]): Html {
  const height = rowHeight * rows.length + margin.bottom;
  const floor = height - margin.bottom;
  const ends = rows.flatMap(({ size, sizeOfTraining }) => [
    size.d ?? 0,
    ...(size.interval ?? []),
    sizeOfTraining?.d ?? 0,
  ]);
  const reach = Math.max(1, ...ends.map(Math.abs));
  const x = scaleLinear()
    .domain([-reach, reach])
    .nice(6)
    .range([margin.left, width - margin.right]);
  const said = rows.map(({ region, size: { d } }) => `${region} ${d === null ? 'too few brains' : formatNumber(d)}`);
  return drawing('effects', { width, height }, `effect sizes: ${said.join('; ')}`, [
    rectangle('small-band', x(-small), 0, { width: x(small) - x(-small), height: floor }),
    ...x
      .ticks(6)
      .flatMap((tick) => [
        lineBetween(tick === 0 ? 'axis' : 'level', x(tick), 0, x(tick), floor),
        words('', x(tick), floor + 18, tickLabel(tick)),
      ]),
    words(
      'axis-name',
      (margin.left + width - margin.right) / 2,
      height - 6,
      'standard deviations; to the right synthetic brains have more',
    ),
    ...rows.flatMap((row, i) => effectRow(row, rowHeight * (i + 0.5), x)),
  ]);
}

function effectRow({ region, size, sizeOfTraining }: RegionRow, y: number, x: (value: number) => number): Html[] {
  const training = sizeOfTraining?.d ?? undefined;
  return [
    words('end', margin.left - 12, y + 4, region),
    ...(training === undefined ? [] : [lineBetween('other-mark', x(training), y - 7, x(training), y + 7)]),
    ...(size.interval ? [lineBetween('whisker', x(size.interval[0]), y, x(size.interval[1]), y)] : []),
    ...(size.d === null ? [] : [dot('dot', x(size.d), y, 4.5)]),
  ];
}
