import type { Kernels } from './kernels.ts';

/**
 * y += a x, in place.
 *
 * @throws RangeError if x and y differ in length
 */
export function axpy(kernels: Kernels, a: number, x: Float32Array, y: Float32Array): void {
  if (x.length !== y.length)
    throw new RangeError(`axpy: expected x and y of one length, found ${x.length} and ${y.length}`);
  kernels.call('axpy', [x, y], [x.length, a]);
}
