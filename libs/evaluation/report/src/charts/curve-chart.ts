import { scaleLinear, scaleLog } from 'd3-scale';
import { markup, type Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { Curve } from '../report-data.ts';
import { axes } from './axes.ts';
import { binsOf, smoothed, type Bin } from './curve-bins.ts';
import { dot, drawing, pointList } from './svg.ts';

const box = { width: 760, height: 340 };
const margin = { left: 66, right: 18, top: 14, bottom: 50 };
const mostBins = 160;

type Place = (step: number, value: number) => readonly [x: number, y: number];

/** Curves over training steps; the vertical axis is logarithmic where values span more than a factor of 5. */
export function curveChart(curves: readonly Curve[], measure: string): Html {
  const binned = curves.map((curve) => binsOf(curve.points, curve.style === 'dots' ? Infinity : mostBins));
  const bins = binned.flat();
  if (bins.length === 0) return markup`<p class="note">No step was logged.</p>`;
  const [low, high] = [Math.min(...bins.map((bin) => bin.low)), Math.max(...bins.map((bin) => bin.high))];
  const isLog = low > 0 && high / low > 5;
  const flat = scaleLinear()
    .domain([Math.min(0, low), high || 1])
    .nice();
  const y = (isLog ? scaleLog().domain([low, high]) : flat).range([box.height - margin.bottom, margin.top]);
  const x = scaleLinear()
    .domain([0, Math.max(...bins.map((bin) => bin.step))])
    .range([margin.left, box.width - margin.right]);
  const place: Place = (step, value) => [x(step), y(value)];
  return drawing('curves', box, describe(curves, measure), [
    ...axes(
      box,
      margin,
      { scale: x, ticks: x.ticks(6), name: 'training step' },
      { scale: y, ticks: isLog ? logTicks(low, high) : y.ticks(5), name: isLog ? 'error, logarithmic' : 'error' },
    ),
    ...curves.map(({ style }, index) => (style === 'dots' ? dots : line)(binned[index], place, index)),
  ]);
}

/** The range of each bin as a band, the smoothed mean as a line. */
function line(bins: readonly Bin[], place: Place, index: number): Html {
  const upper = bins.map((bin) => place(bin.step, bin.high));
  const lower = bins.map((bin) => place(bin.step, bin.low)).reverse();
  const means = smoothed(bins, bins.length > 40 ? 3 : 0);
  return markup`<g class="series-${index}">
    <polygon class="band" points="${pointList([...upper, ...lower])}" />
    <polyline class="line" points="${pointList(bins.map((bin, i) => place(bin.step, means[i])))}" />
  </g>`;
}

function dots(bins: readonly Bin[], place: Place, index: number): Html {
  const points = bins.map((bin) => place(bin.step, bin.mean));
  return markup`<g class="series-${index}">
    <polyline class="thread" points="${pointList(points)}" />
    ${points.map(([x, y]) => dot('point', x, y, 4))}
  </g>`;
}

/** 1, 2 and 5 of each decade within the range, thinned to decades where those would be many. */
function logTicks(low: number, high: number): number[] {
  const steps = high / low > 1000 ? [1] : [1, 2, 5];
  const exponents = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++) exponents.push(e);
  return exponents
    .flatMap((exponent) => steps.map((step) => Number(`${step}e${exponent}`)))
    .filter((tick) => tick >= low && tick <= high);
}

function describe(curves: readonly Curve[], measure: string): string {
  const parts = curves
    .filter(({ points }) => points.length > 0)
    .map(({ name, points }) => {
      const [first, last] = [points[0], points[points.length - 1]];
      return `${name} from ${formatNumber(first[1])} at step ${first[0]} to ${formatNumber(last[1])} at step ${last[0]}`;
    });
  return `${measure}: ${parts.join('; ')}`;
}
