import type { IntervalCalibration } from './interval.ts';
import { gram, type DenseMatrix } from './gram.ts';
import type { Pace } from './pace.ts';
import type { TwoSampleStatistic } from './statistic.ts';

/** Kernels of MMD: an inner product, (x . y / features + 1)^3, or exp(-|x - y|^2 / (2 bandwidth^2)). */
export type Kernel =
  | { readonly kind: 'linear' }
  | { readonly kind: 'cubic' }
  | {
      readonly kind: 'gaussian';
      /** The median of the distances between all members of both sets where absent (Gretton et al. 2012, section 8). */
      readonly bandwidth?: number;
    };

/** Unbiased squared MMD. */
export interface KernelStatistic extends TwoSampleStatistic {
  /** The Gaussian's bandwidth as it was used. */
  readonly bandwidth?: number;
}

type Rows = readonly (Float32Array | Float64Array)[];

/**
 * Unbiased squared maximum mean discrepancy (Gretton et al. 2012, JMLR 13, eq. 3). It may be negative.
 *
 * Where a member counts twice, its kernel with itself would be summed off the diagonal and push the estimate up, so
 * pairs of one and the same member are left out of the within-set means.
 *
 * @param x one row a member, at least two rows each, all of one length
 * @param y the same of the other set
 */
export async function kernelStatistic(x: Rows, y: Rows, kernel: Kernel, pace?: Pace): Promise<KernelStatistic> {
  const [kxx, kxy, kyy] = [await gram(x, x, pace), await gram(x, y, pace), await gram(y, y, pace)];
  const chosen = kernel.kind === 'gaussian' ? { bandwidth: kernel.bandwidth ?? medianDistance(kxx, kxy, kyy) } : {};
  if (kernel.kind === 'cubic') for (const k of [kxx, kxy, kyy]) applyCubic(k, x[0].length);
  if (chosen.bandwidth !== undefined) applyGaussian(kxx, kxy, kyy, chosen.bandwidth);
  return {
    between: (cx, cy) => meanOfPairs(kxx, cx) + meanOfPairs(kyy, cy) - 2 * meanAcross(kxy, cx, cy),
    withinFirst: (ca, cb) => meanOfPairs(kxx, ca) + meanOfPairs(kxx, cb) - 2 * meanAcross(kxx, ca, cb),
    ...chosen,
  };
}

/** Turns inner products into squared distances, in place of a second pass over the rows. */
function squaredDistance(k: DenseMatrix, i: number, j: number, left: DenseMatrix, right: DenseMatrix): number {
  const square = left.values[i * (left.columns + 1)] + right.values[j * (right.columns + 1)];
  return Math.max(0, square - 2 * k.values[i * k.columns + j]);
}

function medianDistance(kxx: DenseMatrix, kxy: DenseMatrix, kyy: DenseMatrix): number {
  const squares: number[] = [];
  for (const [k, left, right] of [[kxx, kxx, kxx] as const, [kxy, kxx, kyy] as const, [kyy, kyy, kyy] as const]) {
    for (let i = 0; i < k.rows; i++) {
      for (let j = k === kxy ? 0 : i + 1; j < k.columns; j++) squares.push(squaredDistance(k, i, j, left, right));
    }
  }
  squares.sort((a, b) => a - b);
  const middle = squares.length >> 1;
  const median = squares.length % 2 ? squares[middle] : (squares[middle - 1] + squares[middle]) / 2;
  // Where most volumes are identical any bandwidth gives a kernel of ones among them.
  return median > 0 ? Math.sqrt(median) : 1;
}

function applyGaussian(kxx: DenseMatrix, kxy: DenseMatrix, kyy: DenseMatrix, bandwidth: number): void {
  const scale = -1 / (2 * bandwidth * bandwidth);
  const replaced = [[kxy, kxx, kyy] as const, [kxx, kxx, kxx] as const, [kyy, kyy, kyy] as const].map(
    ([k, left, right]) =>
      k.values.map((_, at) =>
        Math.exp(scale * squaredDistance(k, Math.floor(at / k.columns), at % k.columns, left, right)),
      ),
  );
  [kxy, kxx, kyy].forEach((k, index) => k.values.set(replaced[index]));
}

function applyCubic(k: DenseMatrix, features: number): void {
  k.values.forEach((value, at) => (k.values[at] = (value / features + 1) ** 3));
}

function meanOfPairs(k: DenseMatrix, counts: Float64Array): number {
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < k.rows; i++) {
    for (let j = 0; j < i; j++) {
      sum += counts[i] * counts[j] * k.values[i * k.columns + j];
      pairs += counts[i] * counts[j];
    }
  }
  return sum / pairs;
}

function meanAcross(k: DenseMatrix, cx: Float64Array, cy: Float64Array): number {
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < k.rows; i++) {
    for (let j = 0; j < k.columns; j++) {
      sum += cx[i] * cy[j] * k.values[i * k.columns + j];
      pairs += cx[i] * cy[j];
    }
  }
  return sum / pairs;
}

/**
 * For `confidenceInterval` of figures of this kind: between two populations they are skewed, the more so the higher the kernel's
 * power, and intervals of the plain jackknife held the truth in 91 % of sets of 38; within one population they vary by pairs alone.
 * KID's deviation is found small where KID is: nearly all intervals that missed the truth lay below it.
 */
export const kernelCalibration: Readonly<Record<'mmd' | 'kid', IntervalCalibration>> = {
  mmd: { widening: 0.4, excess: 1, lean: 0 },
  kid: { widening: 0.6, excess: 1, lean: 0.35 },
};
