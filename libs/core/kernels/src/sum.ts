import { checkLength } from './check-length.ts';
import type { Kernels } from './kernels.ts';

/**
 * Sums over the middle axis, times a factor: x [batch, rows, columns] to sums [batch, columns], overwritten.
 * Columns of 1 make it the sum of neighbours.
 */
export function sumRows(
  kernels: Kernels,
  geometry: { readonly batch: number; readonly rows: number; readonly columns: number; readonly factor?: number },
  x: Float32Array,
  sums: Float32Array,
): void {
  const { batch, rows, columns, factor = 1 } = geometry;
  checkLength('sum', 'x', x, batch, rows, columns);
  checkLength('sum', 'sums', sums, batch, columns);
  kernels.call('sum', [x, sums], [batch, rows, columns, factor]);
}

/** The mean of (a - b)^2. */
export function meanSquaredError(kernels: Kernels, a: Float32Array, b: Float32Array): number {
  checkLength('meanSquaredError', 'b', b, a.length);
  const mean = new Float32Array(1);
  kernels.call('mean_squared_error', [a, b, mean], [a.length]);
  return mean[0];
}
