import {
  conv3d,
  groupNorm as normalizeGroups,
  linear as multiply,
  project,
  tf,
  type SideBySide,
} from '@braingen/engine';
import type { Initial, Scope } from './parameters.ts';

/** From features to features: [n, d, h, w, c] in and out. */
export type Layer = (x: tf.Tensor5D) => tf.Tensor5D;

/** The same, but what comes in may lie in two tensors, their channels side by side. */
export type WideLayer = (x: SideBySide<tf.Tensor5D>) => tf.Tensor5D;

/** PyTorch's default for weights (Kaiming uniform with a = sqrt 5) and biases: both within 1 / sqrt(fan in). */
const uniform = (fanIn: number): Initial => ({ uniform: 1 / Math.sqrt(fanIn) });
const zero: Initial = { constant: 0 };
const one: Initial = { constant: 1 };

/** What sets one convolution apart from another. */
export interface ConvolutionOptions {
  /** @default 1 */
  readonly stride?: 1 | 2;
  /** Starts with weights and bias of zero: the layer adds nothing until it has learned something. @default false */
  readonly zeroed?: boolean;
}

/** A 3x3x3 convolution over the volume, padded by one voxel. */
export function convolution(
  scope: Scope,
  inChannels: number,
  outChannels: number,
  options: ConvolutionOptions = {},
): Layer {
  const { stride = 1, zeroed = false } = options;
  const initial = zeroed ? zero : uniform(inChannels * 27);
  const weight = scope.parameter('weight', [3, 3, 3, inChannels, outChannels], initial);
  const bias = scope.parameter('bias', [outChannels], initial);
  return (x) => conv3d(x, weight() as tf.Tensor5D, bias() as tf.Tensor1D, { strides: stride, pad: 1 });
}

/** A convolution of each voxel by itself. */
export function projection(
  scope: Scope,
  inChannels: number,
  outChannels: number,
  { zeroed = false }: Pick<ConvolutionOptions, 'zeroed'> = {},
): WideLayer {
  const initial = zeroed ? zero : uniform(inChannels);
  const weight = scope.parameter('weight', [1, 1, 1, inChannels, outChannels], initial);
  const bias = scope.parameter('bias', [outChannels], initial);
  return (x) => project(x, weight() as tf.Tensor5D, bias() as tf.Tensor1D);
}

/** x W + b on the last axis, for tensors of any rank; without a bias x W. */
export function linear(
  scope: Scope,
  inChannels: number,
  outChannels: number,
  { bias = true }: { readonly bias?: boolean } = {},
): <T extends tf.Tensor>(x: T) => T {
  const weight = scope.parameter('weight', [inChannels, outChannels], uniform(inChannels));
  const offset = bias ? scope.parameter('bias', [outChannels], uniform(inChannels)) : undefined;
  return (x) => multiply(x, weight() as tf.Tensor2D, offset?.() as tf.Tensor1D | undefined);
}

/** What group normalisations share (Wu and He 2018). */
export interface NormOptions {
  readonly normNumGroups: number;
  readonly normEps: number;
}

/** Scale and offset of a normalisation, which start as one and zero. */
function affine(scope: Scope, channels: number): () => [scale: tf.Tensor1D, offset: tf.Tensor1D] {
  const scale = scope.parameter('weight', [channels], one);
  const offset = scope.parameter('bias', [channels], zero);
  return () => [scale() as tf.Tensor1D, offset() as tf.Tensor1D];
}

/** Group normalisation, followed by SiLU where `silu` is set. */
export function groupNorm(scope: Scope, channels: number, config: NormOptions, silu: boolean): WideLayer {
  const parameters = affine(scope, channels);
  const options = { groups: config.normNumGroups, epsilon: config.normEps, silu };
  return (x) => normalizeGroups(x, ...parameters(), options);
}

/**
 * Layer normalisation of each token (Ba, Kiros and Hinton 2016): the group normalisation of a single group in a volume of a
 * single voxel.
 */
export function layerNorm(scope: Scope, channels: number): (tokens: tf.Tensor3D) => tf.Tensor3D {
  const parameters = affine(scope, channels);
  return (tokens) =>
    tf.reshape(
      normalizeGroups(tf.reshape(tokens, [-1, channels]), ...parameters(), { groups: 1, epsilon: 1e-5 }),
      tokens.shape,
    );
}
