import { scaleLinear, scaleLog } from 'd3-scale';
import { html, type Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { Curve } from '../report-data.ts';
import { binsOf, smoothed, type Bin } from './curve-bins.ts';

const width = 760;
const height = 320;
const margin = { left: 58, right: 16, top: 14, bottom: 40 };
const mostBins = 160;

/** Curves over training steps; the vertical axis is logarithmic where values span more than a factor of 5. */
export function curveChart(curves: readonly Curve[], measure: string): Html {
  const drawn = curves.map((curve) => ({
    ...curve,
    bins: binsOf(curve.points, curve.style === 'dots' ? Infinity : mostBins),
  }));
  const bins = drawn.flatMap((curve) => curve.bins);
  if (bins.length === 0) return html`<p class="note">No step was logged.</p>`;
  const [low, high] = [Math.min(...bins.map((bin) => bin.low)), Math.max(...bins.map((bin) => bin.high))];
  const isLog = low > 0 && high / low > 5;
  const y = (
    isLog
      ? scaleLog().domain([low, high])
      : scaleLinear()
          .domain([Math.min(0, low), high || 1])
          .nice()
  ).range([height - margin.bottom, margin.top]);
  const x = scaleLinear()
    .domain([0, Math.max(...bins.map((bin) => bin.step))])
    .range([margin.left, width - margin.right]);
  const ticks = isLog ? logTicks(low, high) : y.ticks(5);
  return html`<svg class="curves" viewBox="0 0 ${width} ${height}" role="img" aria-label="${describe(curves, measure)}">
    ${ticks.map(
      (tick) =>
        html`<g class="tick"
          ><line
            x1="${margin.left}"
            x2="${width - margin.right}"
            y1="${y(tick).toFixed(1)}"
            y2="${y(tick).toFixed(1)}"
          />
          <text class="end" x="${margin.left - 8}" y="${(y(tick) + 4).toFixed(1)}">${formatNumber(tick)}</text></g
        >`,
    )}
    ${x
      .ticks(6)
      .map(
        (tick) =>
          html`<g class="tick"
            ><text x="${x(tick).toFixed(1)}" y="${height - margin.bottom + 20}">${tick.toLocaleString('en')}</text></g
          >`,
      )}
    <line
      class="axis"
      x1="${margin.left}"
      x2="${width - margin.right}"
      y1="${height - margin.bottom}"
      y2="${height - margin.bottom}"
    />
    <text class="axis-name" x="${(margin.left + width - margin.right) / 2}" y="${height - 4}">training step</text>
    ${drawn.map(({ style, bins: own }, index) => {
      const place = (step: number, value: number) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`;
      return style === 'dots' ? dots(own, place, index) : line(own, place, index);
    })}
  </svg>`;
}

type Place = (step: number, value: number) => string;

/** The range of each bin as a band, the smoothed mean as a line. */
function line(bins: readonly Bin[], place: Place, index: number): Html {
  const upper = bins.map((bin) => place(bin.step, bin.high));
  const lower = bins.map((bin) => place(bin.step, bin.low)).reverse();
  const means = smoothed(bins, bins.length > 40 ? 0.8 : 0);
  return html`<g class="series-${index}">
    <polygon class="band" points="${[...upper, ...lower].join(' ')}" />
    <polyline class="line" points="${bins.map((bin, i) => place(bin.step, means[i])).join(' ')}" />
  </g>`;
}

function dots(bins: readonly Bin[], place: Place, index: number): Html {
  const points = bins.map((bin) => place(bin.step, bin.mean));
  return html`<g class="series-${index}">
    <polyline class="thread" points="${points.join(' ')}" />
    ${points.map((point) => {
      const [cx, cy] = point.split(',');
      return html`<circle class="point" cx="${cx}" cy="${cy}" r="4" />`;
    })}
  </g>`;
}

/** 1, 2 and 5 of each decade within the range, thinned to decades where those would be many. */
function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const steps = decades > 3 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.ceil(Math.log10(high)); exponent++) {
    for (const step of steps) {
      const tick = Number(`${step}e${exponent}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
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
