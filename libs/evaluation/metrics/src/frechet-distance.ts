import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { gram, type DenseMatrix } from './gram.ts';
import type { Statistic } from './statistic.ts';

/**
 * The Fréchet distance between Gaussians fitted to two sets of features (Heusel et al. 2017, arXiv 1706.08500, eq. 6):
 * |m_x - m_y|^2 + tr(S_x + S_y - 2 (S_x S_y)^(1/2)), covariances over n - 1, everything in float64.
 *
 * With S_x = A'A and S_y = B'B the trace of the square root is the sum of the singular values of AB'. That needs no
 * square root of a matrix, so it is exact where covariances are singular (fewer volumes than features) and the usual
 * 1e-6 on the diagonals has nothing to do. A and B are the centred features themselves while the sets are smaller than
 * the number of features, which leaves a matrix of n x m, and square roots of the covariances beyond that.
 *
 * @param x one row of features a volume
 * @param y the same of the other set
 * @returns the distance as a function of how often each volume counts
 */
export async function frechetStatistic(x: readonly Float64Array[], y: readonly Float64Array[]): Promise<Statistic> {
  const features = x[0].length;
  const odd = [...x, ...y].find((row) => row.length !== features);
  if (odd) throw new RangeError(`frechetStatistic: expected ${features} features a row, found ${odd.length}`);
  // Distances do not change when both sets move; near zero the inner products keep their digits.
  const centre = new Float64Array(features);
  for (const row of [...x, ...y]) for (let k = 0; k < features; k++) centre[k] += row[k] / (x.length + y.length);
  const near = (rows: readonly Float64Array[]) => rows.map((row) => row.map((value, k) => value - centre[k]));
  const a = near(x);
  const b = x === y ? a : near(y);
  return Math.min(x.length, y.length) <= features ? throughGrams(a, b) : throughCovariances(a, b);
}

async function throughGrams(x: readonly Float64Array[], y: readonly Float64Array[]): Promise<Statistic> {
  const [kxx, kxy, kyy] = [await gram(x, x), await gram(x, y), await gram(y, y)];
  return (cx, cy) => {
    const [n, m] = [total(cx), total(cy)];
    const [squareX, squareY] = [quadratic(kxx, cx, cx) / (n * n), quadratic(kyy, cy, cy) / (m * m)];
    const distanceOfMeans = squareX + squareY - (2 * quadratic(kxy, cx, cy)) / (n * m);
    const traceX = (trace(kxx, cx) - n * squareX) / (n - 1);
    const traceY = (trace(kyy, cy) - m * squareY) / (m - 1);
    return distanceOfMeans + traceX + traceY - 2 * nuclearNorm(centredCross(kxy, cx, cy));
  };
}

/**
 * AB' of the weighted rows: a row that counts c times is one row times sqrt(c), since A'A is the same. Rows that do
 * not count are left out.
 */
function centredCross(k: DenseMatrix, cx: Float64Array, cy: Float64Array): Matrix {
  const rows = [...cx.keys()].filter((i) => cx[i] > 0);
  const columns = [...cy.keys()].filter((j) => cy[j] > 0);
  const [n, m] = [total(cx), total(cy)];
  const at = (i: number, j: number) => k.values[i * k.columns + j];
  const rowMeans = rows.map((i) => columns.reduce((sum, j) => sum + cy[j] * at(i, j), 0) / m);
  const columnMeans = columns.map((j) => rows.reduce((sum, i) => sum + cx[i] * at(i, j), 0) / n);
  const mean = rows.reduce((sum, i, r) => sum + cx[i] * rowMeans[r], 0) / n;
  const scale = 1 / Math.sqrt((n - 1) * (m - 1));
  return new Matrix(
    rows.map((i, r) =>
      columns.map((j, c) => scale * Math.sqrt(cx[i] * cy[j]) * (at(i, j) - rowMeans[r] - columnMeans[c] + mean)),
    ),
  );
}

function throughCovariances(x: readonly Float64Array[], y: readonly Float64Array[]): Statistic {
  return (cx, cy) => {
    const [a, b] = [moments(x, cx), moments(y, cy)];
    const distanceOfMeans = a.mean.reduce((sum, value, k) => sum + (value - b.mean[k]) ** 2, 0);
    const cross = squareRoot(a.covariance).mmul(squareRoot(b.covariance));
    return distanceOfMeans + a.covariance.trace() + b.covariance.trace() - 2 * nuclearNorm(cross);
  };
}

function moments(rows: readonly Float64Array[], counts: Float64Array): { mean: Float64Array; covariance: Matrix } {
  const n = total(counts);
  const features = rows[0].length;
  const mean = new Float64Array(features);
  rows.forEach((row, i) => row.forEach((value, k) => (mean[k] += (counts[i] * value) / n)));
  const used = rows.map((row, i) => [row, Math.sqrt(counts[i] / (n - 1))] as const).filter(([, scale]) => scale > 0);
  const centred = new Matrix(used.map(([row, scale]) => Array.from(row, (value, k) => scale * (value - mean[k]))));
  return { mean, covariance: centred.transpose().mmul(centred) };
}

/** The symmetric square root of a covariance; eigenvalues that rounding made negative count as zero. */
function squareRoot(covariance: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  const roots = Matrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
  return eigenvectorMatrix.mmul(roots).mmul(eigenvectorMatrix.transpose());
}

function nuclearNorm(matrix: Matrix): number {
  const { diagonal } = new SingularValueDecomposition(matrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return diagonal.reduce((sum, value) => sum + value, 0);
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function trace(k: DenseMatrix, counts: Float64Array): number {
  return counts.reduce((sum, count, i) => sum + count * k.values[i * k.columns + i], 0);
}

function quadratic(k: DenseMatrix, cx: Float64Array, cy: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < k.rows; i++) {
    if (cx[i] === 0) continue;
    let row = 0;
    for (let j = 0; j < k.columns; j++) row += cy[j] * k.values[i * k.columns + j];
    sum += cx[i] * row;
  }
  return sum;
}
