import { scaleLinear } from 'd3-scale';
import { html, type Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { Figure } from '../report-data.ts';

const width = 300;
const height = 58;
const margin = 10;

/** A figure's interval as a whisker, above a band for what real volumes give among themselves. */
export function intervalChart({ name, value, interval, baseline }: Figure): Html {
  const ends = [value, ...interval, ...(baseline ? [baseline.value, ...baseline.interval] : [])];
  const x = scaleLinear()
    .domain([Math.min(...ends), Math.max(...ends)])
    .nice(4)
    .range([margin, width - margin]);
  const at = (position: number) => x(position).toFixed(1);
  const label = [
    `${name} of synthetic volumes ${formatNumber(value)}, interval ${interval.map(formatNumber).join(' to ')}`,
    baseline &&
      `among real volumes ${formatNumber(baseline.value)}, ${baseline.interval.map(formatNumber).join(' to ')}`,
  ];
  return html`<svg
    class="interval"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${label.filter(Boolean).join('; ')}"
  >
    ${x
      .ticks(4)
      .map(
        (tick) =>
          html`<g class="tick">
            <line x1="${at(tick)}" x2="${at(tick)}" y1="6" y2="40" /><text x="${at(tick)}" y="54"
              >${formatNumber(tick)}</text
            >
          </g>`,
      )}
    ${baseline &&
    html`<rect
        class="real-band"
        x="${at(baseline.interval[0])}"
        y="25"
        height="10"
        rx="2"
        width="${Math.max(1, x(baseline.interval[1]) - x(baseline.interval[0])).toFixed(1)}"
      />
      <line class="real-mark" x1="${at(baseline.value)}" x2="${at(baseline.value)}" y1="23" y2="37" />`}
    <line class="whisker" x1="${at(interval[0])}" x2="${at(interval[1])}" y1="15" y2="15" />
    <line class="whisker" x1="${at(interval[0])}" x2="${at(interval[0])}" y1="11" y2="19" />
    <line class="whisker" x1="${at(interval[1])}" x2="${at(interval[1])}" y1="11" y2="19" />
    <circle class="dot" cx="${at(value)}" cy="15" r="4.5" />
  </svg>`;
}
