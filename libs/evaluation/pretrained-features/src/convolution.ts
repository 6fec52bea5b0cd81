import { conv3d, tf, type Triple } from '@braingen/engine';
import { dilated } from './dilated.ts';

/** A convolution with the batch normalisation that follows it, which evaluation makes one linear map. */
export interface Convolution {
  /** [d, h, w, in, out] */
  readonly filter: tf.Tensor5D;
  /** [out] */
  readonly bias: tf.Tensor1D;
  readonly strides: Triple;
  readonly dilation: number;
}

/** Weights as a file has them: of the convolution, and of the batch normalisation after it. */
export interface NormalizedWeights {
  readonly shape: readonly [number, number, number, number, number];
  readonly filter: Float32Array;
  readonly bias?: Float32Array | undefined;
  readonly scale: Float32Array;
  readonly shift: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** scale (w * x + bias - mean) / sqrt(variance + epsilon) + shift, as one convolution. */
export function foldNormalization(weights: NormalizedWeights, epsilon: number): Pick<Convolution, 'filter' | 'bias'> {
  const { shape, filter, bias, scale, shift, mean, variance } = weights;
  const factors = scale.map((value, channel) => value / Math.sqrt(variance[channel] + epsilon));
  return {
    filter: tf.tensor5d(
      filter.map((weight, at) => weight * factors[at % factors.length]),
      [...shape],
    ),
    bias: tf.tensor1d(
      factors.map((factor, channel) => ((bias?.[channel] ?? 0) - mean[channel]) * factor + shift[channel]),
    ),
  };
}

/** Zeros around the volume as PyTorch's padding of (filter - 1) / 2 x dilation gives them. */
export function convolve(x: tf.Tensor5D, { filter, bias, strides, dilation }: Convolution): tf.Tensor5D {
  return dilated(x, dilation, (each) => conv3d(each, filter, bias, { strides }));
}
