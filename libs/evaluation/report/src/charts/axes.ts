import type { ScaleContinuousNumeric } from 'd3-scale';
import type { Html } from '../page/html.ts';
import { lineBetween, words, upwardWords, type Box } from './svg.ts';

export interface Margin {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Axis {
  readonly scale: ScaleContinuousNumeric<number, number>;
  readonly ticks: readonly number[];
  readonly name: string;
}

/** Levels across the drawing for y, numbers below it for x, and what both measure. */
export function axes({ width, height }: Box, { left, right, bottom, top }: Margin, x: Axis, y: Axis): Html[] {
  const [end, floor] = [width - right, height - bottom];
  return [
    ...y.ticks.flatMap((tick) => [
      lineBetween('level', left, y.scale(tick), end, y.scale(tick)),
      words('end', left - 8, y.scale(tick) + 4, tickLabel(tick)),
    ]),
    ...x.ticks.map((tick) => words('', x.scale(tick), floor + 20, tickLabel(tick))),
    lineBetween('axis', left, floor, end, floor),
    words('axis-name', (left + end) / 2, height - 6, x.name),
    upwardWords('axis-name', 14, (top + floor) / 2, y.name),
  ];
}

/** A round number's own digits, thousands set apart. */
export function tickLabel(tick: number): string {
  return tick.toLocaleString('en', { maximumSignificantDigits: 6 }).replace('-', '\u2212');
}
