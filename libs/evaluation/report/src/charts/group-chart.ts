import { scaleLinear } from 'd3-scale';
import type { Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { QualityFigure } from '../report-data.ts';
import { tickLabel } from './axes.ts';
import { dot, drawing, lineBetween, words } from './svg.ts';

const box = { width: 300, height: 46 };
const margin = 22;

/** A figure of all scans of a group on a line, one of them large. */
export function groupChart({ name, value, group, standsApart }: QualityFigure): Html {
  const [low, high] = [Math.min(...group), Math.max(...group)];
  const x = scaleLinear()
    .domain(low < high ? [low, high] : [value - 1, value + 1])
    .nice(4)
    .range([margin, box.width - margin]);
  const said = `${name}: this scan ${formatNumber(value)}, the group ${formatNumber(low)} to ${formatNumber(high)}`;
  return drawing('standing', box, said, [
    ...x
      .ticks(4)
      .flatMap((tick) => [lineBetween('level', x(tick), 4, x(tick), 26), words('', x(tick), 42, tickLabel(tick))]),
    // Dots of one value lie over each other: each keeps a height of its own, the same in every drawing.
    ...group.map((other, i) => dot('dot real', x(other), 15 + 3 * (((i * 7) % 5) - 2), 3)),
    dot(standsApart ? 'dot flagged' : 'dot', x(value), 15, 6),
  ]);
}
