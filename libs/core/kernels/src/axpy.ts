import type { Kernels } from './kernels.ts';

/**
 * y += a x, in place.
 *
 * @throws RangeError if x and y are empty or differ in length
 */
export function axpy(kernels: Kernels, a: number, x: Float32Array, y: Float32Array): void {
  kernels.call('axpy', { count: x.length, a, x, y });
}
