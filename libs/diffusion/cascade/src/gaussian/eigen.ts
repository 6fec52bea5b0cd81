import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Eigenvalues in falling order, none below 0, and their vectors as columns. */
export function eigen(symmetric: Matrix): { readonly vectors: Matrix; readonly values: number[] } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  return {
    vectors: new Matrix(order.map((k) => eigenvectorMatrix.getColumn(k))).transpose(),
    values: order.map((k) => Math.max(0, realEigenvalues[k])),
  };
}
