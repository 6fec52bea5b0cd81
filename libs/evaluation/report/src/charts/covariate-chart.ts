import { scaleLinear } from 'd3-scale';
import type { Html } from '../page/html.ts';
import { formatNumber } from '../page/numbers.ts';
import type { CovariateFit, RegionRow } from '../report-data.ts';
import { axes } from './axes.ts';
import { dot, drawing, lineBetween } from './svg.ts';

const box = { width: 360, height: 230 };
const margin = { left: 62, right: 12, top: 12, bottom: 46 };

/** Volumes of a region over a covariate of both sets, a dot a brain, with the line of each set. */
export function covariateChart(
  { region, byCovariate }: Pick<RegionRow, 'region' | 'byCovariate'>,
  covariate: { readonly name: string; readonly unit: string },
): Html | undefined {
  const sets = (['real', 'synthetic'] as const).flatMap((set) => {
    const fit = byCovariate?.[set];
    return fit ? [{ set, fit }] : [];
  });
  if (sets.length === 0) return undefined;
  const points = sets.flatMap(({ fit }) => fit.points);
  const x = scaleLinear()
    .domain(extent(points.map(([value]) => value)))
    .nice(5)
    .range([margin.left, box.width - margin.right]);
  const y = scaleLinear()
    .domain(extent(points.map(([, ml]) => ml)))
    .nice(4)
    .range([box.height - margin.bottom, margin.top]);
  const slopes = sets.map(({ set, fit }) => `${set} ${formatNumber(fit.slope)} ${covariate.unit}`).join(', ');
  return drawing('by-covariate', box, `${region} over ${covariate.name}: ${slopes}`, [
    ...axes(
      box,
      margin,
      { scale: x, ticks: x.ticks(5), name: covariate.name },
      { scale: y, ticks: y.ticks(4), name: 'ml' },
    ),
    ...sets.flatMap(({ set, fit }) => [
      ...fit.points.map(([value, ml]) => dot(set === 'real' ? 'dot real' : 'dot', x(value), y(ml), 3.5)),
      fitted(set, fit, (value, ml) => [x(value), y(ml)]),
    ]),
  ]);
}

/** The line of a set, as far as its brains reach. */
function fitted(
  set: 'real' | 'synthetic',
  { slope, middle, points }: CovariateFit,
  place: (value: number, ml: number) => readonly [number, number],
): Html {
  const [[x1, y1], [x2, y2]] = extent(points.map(([value]) => value)).map((value) =>
    place(value, middle.ml + slope * (value - middle.covariate)),
  );
  return lineBetween(`fit ${set}`, x1, y1, x2, y2);
}

const extent = (values: readonly number[]): [low: number, high: number] => [Math.min(...values), Math.max(...values)];
