import { Matrix } from 'ml-matrix';
import { eigen } from './eigen.ts';
import type { GaussianModel, Shrinkage } from './gaussian-model.ts';
import { chooseShrinkage } from './shrinkage.ts';

/** Directions with less than this share of the largest variance are rounding. */
const smallestShare = 1e-10;

export interface GaussianFit {
  /** How much the covariance is shrunk. @default chosen by leaving out each volume in turn */
  readonly shrinkage?: Shrinkage | undefined;
  /**
   * Which volumes belong together, such as a head and its mirror image: one entry for each volume; they are left out together.
   * @default each by itself
   */
  readonly groups?: readonly (number | string)[] | undefined;
  /**
   * A model of other people, whose covariance is pooled with that of the volumes; the mean is the volumes' own. For few volumes of
   * one scanner, which say what is usual there better than how people differ.
   * @default none
   */
  readonly others?: GaussianModel | undefined;
}

/**
 * Fits a mean and a covariance (over n - 1) to volumes. The covariance's directions come from the n x n matrix of the volumes'
 * inner products (Sirovich's method of snapshots, 1987): milliseconds for some tens of volumes, whatever their size.
 *
 * @param volumes at least two, equally long
 * @throws RangeError where there are fewer, or their lengths differ
 */
export function fitGaussian(volumes: readonly Float32Array[], options: GaussianFit = {}): GaussianModel {
  const n = volumes.length;
  if (n < 2) throw new RangeError(`fitGaussian: expected at least 2 volumes, found ${n}`);
  const size = volumes[0].length;
  const odd = volumes.findIndex(({ length }) => length !== size);
  if (odd > 0)
    throw new RangeError(`fitGaussian: expected ${size} numbers in volume ${odd}, found ${volumes[odd].length}`);

  const mean = meanOf(volumes);
  const others = deviationsOf(options.others);
  const centred = [...volumes.map((volume) => volume.map((value, i) => value - mean[i])), ...others];
  const gram = gramMatrix(centred);
  const freedom = n - 1 + others.length;
  const { vectors, values } = eigen(gram.clone().div(freedom));
  const kept = values.flatMap((value, k) => (value > smallestShare * values[0] ? [k] : []));
  const components = kept.map((k) => {
    const scale = 1 / Math.sqrt(values[k] * freedom);
    const direction = new Float32Array(size);
    centred.forEach((volume, row) => {
      const weight = scale * vectors.get(row, k);
      for (let i = 0; i < size; i++) direction[i] += weight * volume[i];
    });
    return direction;
  });
  const groups = [...(options.groups ?? volumes.keys()), ...others.map((_, k) => `other ${k}`)];
  const shrinkage = options.shrinkage ?? chooseShrinkage(gram, size, groups);
  return { mean, components, variances: kept.map((k) => values[k]), shrinkage };
}

/** Differences from the mean that have a model's covariance: one along each of its directions. */
function deviationsOf(model: GaussianModel | undefined): Float32Array[] {
  if (!model) return [];
  const { components, variances } = model;
  return components.map((direction, k) => {
    const length = Math.sqrt(variances[k] * components.length);
    return direction.map((value) => value * length);
  });
}

function meanOf(volumes: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(volumes[0].length);
  for (const volume of volumes) for (let i = 0; i < sum.length; i++) sum[i] += volume[i];
  return Float32Array.from(sum, (value) => value / volumes.length);
}

/** All inner products of volumes. */
function gramMatrix(volumes: readonly Float32Array[]): Matrix {
  const gram = Matrix.zeros(volumes.length, volumes.length);
  volumes.forEach((a, row) => {
    for (let column = 0; column <= row; column++) {
      const b = volumes[column];
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
      gram.set(row, column, sum);
      gram.set(column, row, sum);
    }
  });
  return gram;
}
