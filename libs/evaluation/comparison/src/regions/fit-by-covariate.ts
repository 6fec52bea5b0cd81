import { studentQuantile, type Interval } from '@braingen/metrics';

/** A region of a brain, with what its size is fitted by. */
export interface SizedRegion {
  readonly ml: number;
  /** Millilitres of the head. */
  readonly head: number;
  readonly covariate: number;
}

/** How a region goes with a covariate in a set of brains, the size of the head taken out. */
export interface CovariateFit {
  /** Millilitres a unit of the covariate. */
  readonly slope: number;
  /** Student's, of the regression. */
  readonly interval: Interval;
  /** The region in a brain of mean covariate and a head of the size that was asked for. */
  readonly middle: { readonly covariate: number; readonly ml: number };
  /** Each brain with a head of that size: its covariate, and millilitres. */
  readonly points: readonly (readonly [covariate: number, ml: number])[];
}

/** The share of the sums of squares below which two covariates are one, but for rounding. */
const negligible = 1e-10;

/**
 * Regression of a region's size on the covariate and the size of the head (ordinary least squares with an intercept).
 *
 * @param head millilitres of the head that the sizes are told for
 * @returns undefined where fewer than five brains, a covariate that does not vary, or one that is the head's size say nothing
 */
export function fitByCovariate(
  brains: readonly SizedRegion[],
  head: number,
  confidence: number,
): CovariateFit | undefined {
  const n = brains.length;
  if (n < fewestToFit) return undefined;
  const [x, h, y] = (['covariate', 'head', 'ml'] as const).map((name) => centred(brains.map((brain) => brain[name])));
  const [xx, hh, xh, xy, hy] = [dot(x, x), dot(h, h), dot(x, h), dot(x, y), dot(h, y)];
  const isHeadVarying = hh > negligible * n * mean(brains.map((brain) => brain.head)) ** 2;
  const determinant = isHeadVarying ? xx * hh - xh * xh : xx;
  if (!(xx > 0 && determinant > negligible * (isHeadVarying ? xx * hh : xx))) return undefined;
  const slope = isHeadVarying ? (xy * hh - hy * xh) / determinant : xy / xx;
  const ofHead = isHeadVarying ? (hy * xx - xy * xh) / determinant : 0;
  const degrees = n - (isHeadVarying ? 3 : 2);
  const residuals = y.reduce((sum, value, i) => sum + (value - slope * x[i] - ofHead * h[i]) ** 2, 0);
  const error = Math.sqrt(((residuals / degrees) * (isHeadVarying ? hh : 1)) / determinant);
  const reach = studentQuantile((1 + confidence) / 2, degrees) * error;
  const points = brains.map((brain) => [brain.covariate, brain.ml - ofHead * (brain.head - head)] as const);
  return {
    slope,
    interval: [slope - reach, slope + reach],
    middle: { covariate: mean(points.map(([covariate]) => covariate)), ml: mean(points.map(([, ml]) => ml)) },
    points,
  };
}

/** Fewer brains hardly say more than the two slopes and the intercept themselves. */
export const fewestToFit = 5;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, i) => sum + value * y[i], 0);
function centred(values: readonly number[]): number[] {
  const middle = mean(values);
  return values.map((value) => value - middle);
}
