import { concatChannels, conv3d, groupNorm as normalizeGroups, linear as multiply, type tf } from '@braingen/engine';
import type { Initial, Scope } from './parameters.ts';

/** From features to features: [n, d, h, w, c] in and out. */
export type Layer = (x: tf.Tensor5D) => tf.Tensor5D;

/** Features side by side: their channels one after the other. */
export const joined = (...parts: readonly tf.Tensor5D[]): tf.Tensor5D =>
  parts.length === 1 ? parts[0] : concatChannels(parts);

/** PyTorch's default for weights (Kaiming uniform with a = sqrt 5) and biases: both within 1 / sqrt(fan in). */
const uniform = (fanIn: number): Initial => ({ uniform: 1 / Math.sqrt(fanIn) });
const zero: Initial = { constant: 0 };
const one: Initial = { constant: 1 };

/** What sets one convolution apart from another. */
export interface ConvolutionOptions {
  /** Edge of the cubic filter; 3 by default. */
  readonly size?: 1 | 3;
  readonly stride?: 1 | 2;
  /** Starts with weights and bias of zero: the layer adds nothing until it has learnt something. */
  readonly zeroed?: boolean;
}

/** A convolution over the volume, padded by half its filter. */
export function convolution(
  scope: Scope,
  inChannels: number,
  outChannels: number,
  options: ConvolutionOptions = {},
): Layer {
  const { size = 3, stride = 1, zeroed = false } = options;
  const initial = zeroed ? zero : uniform(inChannels * size ** 3);
  const weight = scope.parameter('weight', [size, size, size, inChannels, outChannels], initial);
  const bias = scope.parameter('bias', [outChannels], initial);
  const pad = (size - 1) / 2;
  return (x) => conv3d(x, weight() as tf.Tensor5D, bias() as tf.Tensor1D, { strides: stride, pad });
}

/** x W + b on the last axis, for tensors of any rank. */
export function linear(scope: Scope, inChannels: number, outChannels: number): <T extends tf.Tensor>(x: T) => T {
  const weight = scope.parameter('weight', [inChannels, outChannels], uniform(inChannels));
  const bias = scope.parameter('bias', [outChannels], uniform(inChannels));
  return (x) => multiply(x, weight() as tf.Tensor2D, bias() as tf.Tensor1D);
}

/** What group normalisations share (Wu and He 2018). */
export interface NormOptions {
  readonly normNumGroups: number;
  readonly normEps: number;
}

/** Group normalisation, followed by SiLU where `silu` is set. */
export function groupNorm(scope: Scope, channels: number, config: NormOptions, silu: boolean): Layer {
  const scale = scope.parameter('weight', [channels], one);
  const offset = scope.parameter('bias', [channels], zero);
  const options = { groups: config.normNumGroups, epsilon: config.normEps, silu };
  return (x) => normalizeGroups(x, scale() as tf.Tensor1D, offset() as tf.Tensor1D, options);
}
