import { scaleLinear } from 'd3-scale';
import type { Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { Figure } from '../report-data.ts';
import { tickLabel } from './axes.ts';
import { dot, drawing, lineBetween, rectangle, words } from './svg.ts';

const box = { width: 300, height: 58 };
const margin = 22;

/** A figure's interval as a whisker, above a band for what real volumes give among themselves. */
export function intervalChart({ name, value, interval, baseline, baselines = [] }: Figure): Html {
  const beside = [...(baseline ? [{ name: 'real volumes', ...baseline }] : []), ...baselines];
  const ends = [value, ...(interval ?? []), ...beside.flatMap((one) => [one.value, ...(one.interval ?? [])])];
  const x = scaleLinear()
    .domain(Math.min(...ends) < Math.max(...ends) ? [Math.min(...ends), Math.max(...ends)] : [value - 1, value + 1])
    .nice(4)
    .range([margin, box.width - margin]);
  const said = [{ name: 'synthetic volumes', value, interval }, ...beside].map(
    (one) =>
      `${one.name} ${formatNumber(one.value)}${one.interval ? `, ${one.interval.map(formatNumber).join(' to ')}` : ''}`,
  );
  return drawing('interval', box, `${name}: ${said.join('; ')}`, [
    ...x
      .ticks(4)
      .flatMap((tick) => [lineBetween('level', x(tick), 6, x(tick), 40), words('', x(tick), 54, tickLabel(tick))]),
    ...(baseline
      ? realBand(
          x(baseline.value),
          baseline.interval?.map((end) => x(end)),
        )
      : []),
    ...baselines.map((one) => lineBetween('other-mark', x(one.value), 23, x(one.value), 37)),
    ...(interval ? whisker(x(interval[0]), x(interval[1])) : []),
    dot('dot', x(value), 15, 4.5),
  ]);
}

function whisker(low: number, high: number): Html[] {
  return [
    lineBetween('whisker', low, 15, high, 15),
    lineBetween('whisker', low, 11, low, 19),
    lineBetween('whisker', high, 11, high, 19),
  ];
}

function realBand(value: number, [low, high]: readonly number[] = []): Html[] {
  return [
    ...(low === undefined ? [] : [rectangle('real-band', low, 25, { width: Math.max(1, high - low), height: 10 })]),
    lineBetween('real-mark', value, 23, value, 37),
  ];
}
