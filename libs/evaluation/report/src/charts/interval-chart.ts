import { scaleLinear } from 'd3-scale';
import type { Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { Figure } from '../report-data.ts';
import { tickLabel } from './axes.ts';
import { dot, drawing, lineBetween, rectangle, words } from './svg.ts';

const box = { width: 300, height: 58 };
const margin = 22;

/** A figure's interval as a whisker, above a band for what real volumes give among themselves. */
export function intervalChart({ name, value, interval, baseline }: Figure): Html {
  const ends = [value, ...interval, ...(baseline ? [baseline.value, ...baseline.interval] : [])];
  const x = scaleLinear()
    .domain([Math.min(...ends), Math.max(...ends)])
    .nice(4)
    .range([margin, box.width - margin]);
  const said = [
    `${name} of synthetic volumes ${formatNumber(value)}, interval ${interval.map(formatNumber).join(' to ')}`,
    ...(baseline
      ? [`among real volumes ${formatNumber(baseline.value)}, ${baseline.interval.map(formatNumber).join(' to ')}`]
      : []),
  ];
  const [low, high] = interval.map((end) => x(end));
  return drawing('interval', box, said.join('; '), [
    ...x
      .ticks(4)
      .flatMap((tick) => [lineBetween('level', x(tick), 6, x(tick), 40), words('', x(tick), 54, tickLabel(tick))]),
    ...(baseline ? realBand(x(baseline.value), x(baseline.interval[0]), x(baseline.interval[1])) : []),
    lineBetween('whisker', low, 15, high, 15),
    lineBetween('whisker', low, 11, low, 19),
    lineBetween('whisker', high, 11, high, 19),
    dot('dot', x(value), 15, 4.5),
  ]);
}

function realBand(value: number, low: number, high: number): Html[] {
  return [
    rectangle('real-band', low, 25, { width: Math.max(1, high - low), height: 10 }),
    lineBetween('real-mark', value, 23, value, 37),
  ];
}
