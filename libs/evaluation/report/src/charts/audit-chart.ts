import { scaleLinear } from 'd3-scale';
import type { Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { AuditData } from '../report-data.ts';
import { axes } from './axes.ts';
import { dot, drawing, lineBetween, rectangle, words } from './svg.ts';

const box = { width: 560, height: 340 };
const margin = { left: 62, right: 14, top: 14, bottom: 50 };

/** Each synthetic volume by its distance to the nearest training volume and by how that compares with the next ones. */
export function auditChart({ pairs, distance, ratio }: AuditData): Html {
  const floor = box.height - margin.bottom;
  const x = scaleLinear()
    .domain([0, 1.08 * Math.max(distance.median, ...pairs.map((pair) => pair.distance))])
    .range([margin.left, box.width - margin.right]);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...pairs.map((pair) => pair.ratio))])
    .range([floor, margin.top]);
  const [limitX, limitY] = [x(Math.max(0, distance.limit)), y(Math.max(0, ratio.limit))];
  const [centreX, centreY] = [x(distance.median), y(ratio.median)];
  const flagged = pairs.filter((pair) => pair.flagged).length;
  const said =
    `${pairs.length} synthetic volumes, ${flagged} of them where copies lie: distance below ` +
    `${formatNumber(distance.limit)} and ratio below ${formatNumber(ratio.limit)}`;
  return drawing('audit', box, said, [
    rectangle('danger', margin.left, limitY, { width: limitX - margin.left, height: floor - limitY }),
    words('danger-name', margin.left + 10, limitY + 20, 'copies lie here'),
    ...axes(
      box,
      margin,
      { scale: x, ticks: x.ticks(5), name: 'distance to the nearest training volume' },
      { scale: y, ticks: y.ticks(5), name: 'ratio to the next nearest' },
    ),
    lineBetween('real-mark', centreX - 7, centreY, centreX + 7, centreY),
    lineBetween('real-mark', centreX, centreY - 7, centreX, centreY + 7),
    ...pairs.map((pair) =>
      dot(
        pair.flagged ? 'dot flagged' : 'dot',
        x(pair.distance),
        y(pair.ratio),
        4.5,
        `${pair.synthetic}, nearest ${pair.training}`,
      ),
    ),
  ]);
}
