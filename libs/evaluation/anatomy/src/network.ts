import { tf } from '@braingen/engine';
import { createUNet, type UNet, type UNetConfig, type UNetOptions } from '@braingen/unet3d';
import { blockShape } from './network-grid.ts';
import { classCount } from './regions.ts';

/** Outputs for one voxel: a logit for every class, and one for lying on the right. */
export const outputsPerVoxel: number = classCount + 1;

export const voxelsPerBlock = 8;

/**
 * The network works on blocks of 2 x 2 x 2 voxels, an eighth of the positions: it reads the eight intensities of a block as channels
 * and gives the outputs of its eight voxels, one after the other (sub-pixel convolution, Shi et al. 2016, arXiv 1609.05158).
 */
export const networkConfig: UNetConfig = {
  inChannels: voxelsPerBlock,
  outChannels: voxelsPerBlock * outputsPerVoxel,
  channels: [24, 32, 48],
  numResBlocks: 1,
  attentionLevels: [false, false, false],
  middleAttention: false,
  normNumGroups: 8,
};

/** @param options first values, or a seed for random ones */
export const createNetwork = (options: UNetOptions): UNet => createUNet({ ...networkConfig, ...options });

/** A batch of one. @param blocks [d / 2, h / 2, w / 2, 8] on the network's grid */
export const batchOf = (blocks: Float32Array): tf.Tensor5D => tf.tensor5d(blocks, [1, ...blockShape, voxelsPerBlock]);

/**
 * Logits of a batch.
 *
 * @param blocks [n, d / 2, h / 2, w / 2, 8] as `toBlocks` of @braingen/cascade orders them
 * @returns [n, d / 2, h / 2, w / 2, 8 voxels x (classes, side)]
 */
export function logitsOf(network: UNet, blocks: tf.Tensor5D): tf.Tensor5D {
  // A network of diffusion hears a time; here it is always the same.
  return tf.tidy(() => network.predict(blocks, tf.zeros([blocks.shape[0]])));
}
