import { turnWeights, type WeightLayout } from '@braingen/kernels';
import type { EmbeddedBackend } from './embedded/embedded-backend.ts';
import { backendNames } from './embedded/register.ts';
import { tf } from './tf.ts';

export type { WeightLayout };

/** What the native engine does faster than JavaScript with arrays that are not tensors yet. */
export interface HostArrays {
  /** Room for so many numbers, all of which will be written. */
  unfilled(count: number): Float32Array;
  /**
   * Some outputs of a weight from PyTorch's order [outputs, in, taps] into that of TensorFlow.js [taps, in, out].
   *
   * @param first the first of these outputs
   * @throws RangeError if the arrays do not fit the layout
   */
  turnWeights(layout: WeightLayout, values: Float32Array, first: number, weight: Float32Array): void;
}

/** Undefined where the engine in use has no such help: other engines, WebAssembly, none started. */
export function hostArrays(): HostArrays | undefined {
  if (tf.getBackend() !== backendNames.native) return undefined;
  const { kernels } = tf.backend() as EmbeddedBackend;
  return {
    unfilled: (count) => kernels.unfilled(count),
    turnWeights: (layout, values, first, weight) => turnWeights(kernels, layout, values, first, weight),
  };
}
