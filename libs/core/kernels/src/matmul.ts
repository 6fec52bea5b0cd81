import type { Kernels } from './kernels.ts';

/** Sizes of a product of matrices: c [batch, rows, columns] = a [batch, rows, depth] b [batch, depth, columns]. */
export interface ProductGeometry {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** One matrix for the whole batch. @default one for each item */
  readonly sharedA?: boolean;
  readonly sharedB?: boolean;
  /** Whether a is stored as [depth, rows], b as [columns, depth]. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Whether the product is added to what c holds. */
  readonly accumulate?: boolean;
}

/** What holds where a geometry does not say. */
export const matmulDefaults = {
  sharedA: false,
  sharedB: false,
  transposeA: false,
  transposeB: false,
  accumulate: false,
} as const;

/**
 * c = a b, plus a bias for each column or none; or c += that.
 *
 * @throws RangeError if a size is none, or an array has not the length the geometry says
 */
export function matmul(
  kernels: Kernels,
  geometry: ProductGeometry,
  a: Float32Array,
  b: Float32Array,
  bias: Float32Array | null,
  c: Float32Array,
): void {
  kernels.call('matmul', { ...matmulDefaults, ...geometry, a, b, bias, c });
}
