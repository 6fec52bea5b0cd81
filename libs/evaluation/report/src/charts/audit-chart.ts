import { scaleLinear } from 'd3-scale';
import type { Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { AuditData } from '../report-data.ts';
import { tickLabel } from './axes.ts';
import { dot, drawing, lineBetween, rectangle, words } from './svg.ts';

const box = { width: 560, height: 200 };
const margin = { left: 20, right: 20, top: 14, bottom: 50 };

/** Indices on a line: synthetic volumes above, people who are no copies below, and where volumes lie nearer to a training volume than people do. */
export function auditChart({ pairs, reference }: AuditData): Html {
  const floor = box.height - margin.bottom;
  const all = [...pairs.map(({ index }) => index), ...reference.indices];
  const x = scaleLinear()
    .domain([Math.min(-2, ...all), Math.max(reference.limit + 1, ...all)])
    .nice()
    .range([margin.left, box.width - margin.right]);
  const limit = x(reference.limit);
  const said =
    `${pairs.length} synthetic volumes, ${pairs.filter(({ flagged }) => flagged).length} flagged; ` +
    `nearer than people are above ${formatNumber(reference.limit)}; ${reference.of} reach ${formatNumber(Math.max(...reference.indices))}`;
  // Dots of one value lie over each other: each keeps a height of its own, the same in every drawing.
  const height = (i: number) => 14 * (((i * 7) % 5) / 4 - 0.5);
  return drawing('audit', box, said, [
    rectangle('danger', limit, margin.top, { width: box.width - margin.right - limit, height: floor - margin.top }),
    words('danger-name', limit + 8, margin.top + 18, 'nearer than people are'),
    ...x.ticks(6).map((tick) => words('', x(tick), floor + 20, tickLabel(tick))),
    lineBetween('axis', margin.left, floor, box.width - margin.right, floor),
    words('axis-name', box.width / 2, box.height - 6, 'calibrated index, in standard deviations'),
    ...reference.indices.map((index, i) => dot('dot real', x(index), 112 + height(i), 3.5)),
    ...pairs.map((pair, i) =>
      dot(
        pair.flagged ? 'dot flagged' : 'dot',
        x(pair.index),
        62 + height(i),
        4.5,
        `${pair.synthetic}, most like ${pair.training}`,
      ),
    ),
  ]);
}
