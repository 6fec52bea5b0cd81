import { tf } from '@braingen/engine';
import type { UNet } from '@braingen/unet3d';
import { mirror } from './mirror.ts';
import { batchOf, logitsOf, outputsPerVoxel } from './network.ts';

/**
 * Logits of a head, the mean of what the network says of it and of its mirror image, so that neither side is treated otherwise: the
 * mirror image of a head has the mirror image of its regions, and an asymmetry that is found lies in the head.
 *
 * @param blocks as `networkInput` has them
 * @returns of each voxel its classes, then its side
 */
export async function predictBothWays(network: UNet, blocks: Float32Array): Promise<Float32Array> {
  const logits = await predict(network, blocks);
  const reflected = mirror(await predict(network, mirror(blocks)));
  for (let at = 0; at < logits.length; at += outputsPerVoxel) {
    const side = at + outputsPerVoxel - 1;
    for (let i = at; i < side; i++) logits[i] = (logits[i] + reflected[i]) / 2;
    logits[side] = (logits[side] - reflected[side]) / 2;
  }
  return logits;
}

async function predict(network: UNet, blocks: Float32Array): Promise<Float32Array> {
  const logits = tf.tidy(() => logitsOf(network, batchOf(blocks)));
  try {
    return (await logits.data()) as Float32Array;
  } finally {
    logits.dispose();
  }
}
