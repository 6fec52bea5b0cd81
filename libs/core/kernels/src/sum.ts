import type { Kernels } from './kernels.ts';

/**
 * Sums over the middle axis, times a factor: x [batch, rows, columns] to sums [batch, columns], overwritten.
 * Columns of 1 make it the sum of neighbours.
 *
 * @throws RangeError if a size is none, or an array is not as long as its shape says
 */
export function sumRows(
  kernels: Kernels,
  geometry: { readonly batch: number; readonly rows: number; readonly columns: number; readonly factor?: number },
  x: Float32Array,
  sums: Float32Array,
): void {
  kernels.call('sum', { factor: 1, ...geometry, x, sums }, 'sumRows');
}

/** The mean of (a - b)^2. @throws RangeError if a and b are empty or differ in length */
export function meanSquaredError(kernels: Kernels, a: Float32Array, b: Float32Array): number {
  const mean = new Float32Array(1);
  kernels.call('mean_squared_error', { count: a.length, a, b, mean });
  return mean[0];
}
