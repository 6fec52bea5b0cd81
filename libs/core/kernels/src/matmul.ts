import { checkLength } from './check-length.ts';
import type { Kernels } from './kernels.ts';

/** Sizes of a product of matrices: c [batch, rows, columns] = a [batch, rows, depth] b [batch, depth, columns]. */
export interface ProductGeometry {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** One matrix for the whole batch. Default: one for each item. */
  readonly sharedA?: boolean;
  readonly sharedB?: boolean;
  /** Whether a is stored as [depth, rows], b as [columns, depth]. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Whether the product is added to what c holds. */
  readonly accumulate?: boolean;
}

/**
 * c = a b, plus a bias for each column or none; or c += that.
 *
 * @throws RangeError if an array has not the length the geometry says
 */
export function matmul(
  kernels: Kernels,
  geometry: ProductGeometry,
  a: Float32Array,
  b: Float32Array,
  bias: Float32Array | null,
  c: Float32Array,
): void {
  const { batch, rows, columns, depth } = geometry;
  const aBatches = geometry.sharedA ? 1 : batch;
  const bBatches = geometry.sharedB ? 1 : batch;
  checkLength('matmul', 'a', a, aBatches, rows, depth);
  checkLength('matmul', 'b', b, bBatches, depth, columns);
  checkLength('matmul', 'c', c, batch, rows, columns);
  if (bias) checkLength('matmul', 'the bias', bias, columns);
  const { transposeA = false, transposeB = false, accumulate = false } = geometry;
  const flags = [transposeA, transposeB, accumulate].map(Number);
  kernels.call('matmul', [a, b, bias, c], [batch, rows, columns, depth, aBatches, bBatches, ...flags]);
}
