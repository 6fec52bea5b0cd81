import { noCondition } from '@braingen/unet3d';
import type { Random } from '@braingen/volume';
import { CholeskyDecomposition, Matrix, pseudoInverse } from 'ml-matrix';
import { eigen } from './eigen.ts';
import type { GaussianModel } from './gaussian-model.ts';

/**
 * What covariates say of a Gaussian model's volumes: together with the model's coefficients z ~ N(0, 1) they are one normal
 * distribution. Plain numbers.
 */
export interface CovariateModel {
  readonly mean: readonly number[];
  /** [covariate][covariate] */
  readonly covariance: readonly (readonly number[])[];
  /** Covariance of the coefficient along each direction with each covariate, [direction][covariate]. */
  readonly loadings: readonly (readonly number[])[];
}

/**
 * Fits it by linear regression of the volumes on the covariates. The effects are shrunk by the factor that predicts people left out
 * best, to nothing where the covariates do not help (Allen's PRESS, 1974, in closed form).
 *
 * @param volumes of the people, in the model's scale
 * @param covariates of each of them, -1 where unknown; only people of whom all are known are learnt from
 * @returns undefined where fewer than four are known, or nothing is predicted
 */
export function fitCovariates(
  model: GaussianModel,
  volumes: readonly Float32Array[],
  covariates: readonly (readonly number[])[],
): CovariateModel | undefined {
  const known = volumes.flatMap((_, i) => (covariates[i]?.every((value) => value !== noCondition) ? [i] : []));
  const [n, count] = [known.length, covariates[0]?.length ?? 0];
  if (count === 0 || n < Math.max(4, count + 2)) return undefined;
  const values = new Matrix(known.map((i) => [...covariates[i]]));
  const mean = values.mean('column');
  const centred = values.clone().subRowVector(mean);
  const covariance = centred
    .transpose()
    .mmul(centred)
    .div(n - 1);

  const along = new Matrix(known.map((i) => projections(model, volumes[i])));
  along.subRowVector(along.mean('column'));
  const share = shrinkageOf(centred, along);
  if (share === 0) return undefined;

  const deviations = model.variances.map(Math.sqrt);
  const loadings = along
    .transpose()
    .mmul(centred)
    .div(n - 1)
    .mul(share);
  loadings.divColumnVector(deviations);
  // One distribution with them: what the coefficients explain of the covariates is not more than there is.
  const explained = loadings.transpose().mmul(loadings);
  const excess = largestRatio(explained, covariance);
  if (excess > 1) loadings.div(Math.sqrt(excess));
  return { mean, covariance: covariance.to2DArray(), loadings: loadings.to2DArray() };
}

/** Inner products of a volume, less the mean, with the directions. */
function projections({ mean, components }: GaussianModel, volume: Float32Array): number[] {
  return components.map((direction) => {
    let sum = 0;
    for (let i = 0; i < volume.length; i++) sum += direction[i] * (volume[i] - mean[i]);
    return sum;
  });
}

/** The factor of the regression's effects that predicts each row, left out, best; 0 .. 1. */
function shrinkageOf(covariates: Matrix, rows: Matrix): number {
  const n = rows.rows;
  const hat = covariates.mmul(pseudoInverse(covariates)).add(1 / n);
  const predicted = hat.mmul(rows);
  let [together, square] = [0, 0];
  for (let i = 0; i < n; i++) {
    const leverage = Math.min(hat.get(i, i), 1 - 1e-9);
    for (let k = 0; k < rows.columns; k++) {
      const own = rows.get(i, k);
      const others = (predicted.get(i, k) - leverage * own) / (1 - leverage);
      // Rows lie about their mean over all; without this one the mean is another.
      const around = -own / (n - 1);
      together += (own - around) * (others - around);
      square += (others - around) ** 2;
    }
  }
  return square === 0 ? 0 : Math.min(1, Math.max(0, together / square));
}

/** The largest of the variances `a` in units of the variances `b`, along any direction. */
function largestRatio(a: Matrix, b: Matrix): number {
  const root = rootInverse(b);
  return eigen(root.mmul(a).mmul(root)).values[0];
}

function rootInverse(symmetric: Matrix): Matrix {
  const { vectors, values } = eigen(symmetric);
  const scales = values.map((value) => (value > 1e-9 * values[0] ? 1 / Math.sqrt(value) : 0));
  return vectors.mmul(Matrix.diag(scales)).mmul(vectors.transpose());
}

/**
 * Coefficients of a draw, made those of a person with such covariates (Matheron's rule).
 *
 * @param coefficients drawn from N(0, 1)
 * @param covariates -1 where unknown: the draw's own are kept
 */
export function conditionDraw(
  coefficients: readonly number[],
  { mean, covariance, loadings }: CovariateModel,
  covariates: readonly number[],
  random: Random,
): number[] {
  const known = covariates.flatMap((value, k) => (value === noCondition ? [] : [k]));
  if (known.length === 0) return [...coefficients];
  const all = new Matrix(loadings.map((row) => [...row]));
  const own = all.transpose().mmul(Matrix.columnVector([...coefficients]));
  const rest = new Matrix(covariance.map((row) => [...row])).sub(all.transpose().mmul(all));
  const noise = lowerRoot(rest).mmul(Matrix.columnVector(covariates.map(() => random.normal())));
  // From what the draw would have to what is wanted.
  const missing = known.map((k) => covariates[k] - mean[k] - own.get(k, 0) - noise.get(k, 0));
  const within = new Matrix(known.map((k) => known.map((l) => covariance[k][l])));
  const weights = pseudoInverse(within).mmul(Matrix.columnVector(missing));
  return coefficients.map(
    (value, d) => value + known.reduce((sum, k, at) => sum + loadings[d][k] * weights.get(at, 0), 0),
  );
}

/** L with L L^T the matrix, but for a trace on its diagonal: classes, of which one is always 1, leave it without an inverse. */
function lowerRoot(matrix: Matrix): Matrix {
  const trace = 1e-9 * (1 + matrix.trace());
  return new CholeskyDecomposition(matrix.clone().add(Matrix.identity(matrix.rows).mul(trace))).lowerTriangularMatrix;
}
