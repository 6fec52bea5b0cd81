/**
 * Solves A x = b for a symmetric positive definite matrix, given in rows, and several b by one factorisation (Cholesky's); A's lower
 * triangle is overwritten by its factor.
 *
 * @returns x for each b
 * @throws RangeError if the matrix is not positive definite
 */
export function solveSymmetric(a: Float64Array, ...right: readonly Float64Array[]): Float64Array[] {
  const n = Math.sqrt(a.length);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      if (i > j) a[i * n + j] = sum / a[j * n + j];
      else if (sum > 0) a[j * n + j] = Math.sqrt(sum);
      else throw new RangeError(`solveSymmetric: expected a positive definite matrix, found pivot ${sum} in row ${j}`);
    }
  }
  return right.map((b) => {
    const x = Float64Array.from(b);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i] -= a[i * n + k] * x[k];
      x[i] /= a[i * n + i];
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i] -= a[k * n + i] * x[k];
      x[i] /= a[i * n + i];
    }
    return x;
  });
}
