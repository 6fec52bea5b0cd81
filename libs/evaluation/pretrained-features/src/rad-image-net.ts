import { tf } from '@braingen/engine';
import type { FeatureExtractor } from '@braingen/metrics';
import { CheckpointError, type ByteSource } from '@braingen/unet3d';
import type { Volume } from '@braingen/volume';
import { meanOfChannels } from './pool-features.ts';
import { readNetwork, type Architecture } from './read-network.ts';
import { forward, type ResidualNetwork } from './residual-network.ts';
import { openResidualWeights } from './weights.ts';

/** Convolutions over slices: the first axis is never halved. */
const architecture = {
  halving: [1, 2, 2],
  layers: [
    { halves: false, dilation: 1 },
    { halves: true, dilation: 1 },
    { halves: true, dilation: 1 },
    { halves: true, dilation: 1 },
  ],
} as const;

/** Weights that came from Keras have biases, the stride in a block's first convolution, and Keras' epsilon. */
const fromKeras: Architecture = { ...architecture, stridesFirst: true, epsilon: 1.001e-5 };
const fromTorch: Architecture = { ...architecture, stridesFirst: false, epsilon: 1e-5 };

/** ImageNet's means of blue, green and red, which go off intensities of 0 to 1. */
const means = [0.406, 0.456, 0.485];

/** Slices that go through the network at once: few, for what they take of memory. */
const slicesAtOnce = 16;

const planes = ['sagittal', 'coronal', 'axial'] as const;

/**
 * Features of RadImageNet's ResNet-50 (Mei et al. 2022, doi 10.1148/ryai.210315), trained on 1.35 million radiological images: every
 * slice of three planes, repeated to three channels, the last block's 2,048 channels averaged over a slice, over slices, over planes.
 *
 * @param source RadImageNet's ResNet-50 for PyTorch, with or without biases, as a .pth of torch.save or in safetensors;
 *   its authors publish it under CC BY 4.0
 * @throws CheckpointError that names the file if it holds another network's weights
 */
export async function radImageNet(source: ByteSource): Promise<FeatureExtractor> {
  const weights = await openResidualWeights(source);
  const network = await readNetwork(weights, weights.has('conv1.bias') ? fromKeras : fromTorch);
  const [depth, , , channels] = network.first.filter.shape;
  if (depth !== 1 || channels !== 3) {
    throw new CheckpointError(
      `${source.name}: expected RadImageNet's convolutions over slices of three channels, found [${network.first.filter.shape.join(', ')}]`,
    );
  }
  return {
    name: 'RadImageNet ResNet-50',
    settings: {
      network: 'RadImageNet ResNet-50 (Mei et al. 2022)',
      weights: { sha256: weights.checksum, licence: 'CC BY 4.0' },
      pooling: 'mean over each slice, over the slices of a plane, over the sagittal, coronal and axial plane',
      input:
        'intensities of 0 to 1 as given, in three channels, less the means of ImageNet in the order blue, green, red',
    },
    extract: async (volume) => {
      const sums: Float64Array[] = [];
      for (const axis of planes.keys()) sums.push(await planeFeatures(volume, axis, network));
      return sums[0].map((_, channel) => sums.reduce((sum, each) => sum + each[channel], 0) / planes.length);
    },
  };
}

/** The mean over all slices across an axis. */
async function planeFeatures(volume: Volume, axis: number, network: ResidualNetwork): Promise<Float64Array> {
  const slices = tf.tidy(() => slicesOf(volume, axis));
  const [, count, rows, columns, channels] = slices.shape;
  let sum: Float64Array | undefined;
  for (let first = 0; first < count; first += slicesAtOnce) {
    const some = Math.min(slicesAtOnce, count - first);
    const size: [number, number, number, number, number] = [1, some, rows, columns, channels];
    const y = tf.tidy(() => forward(tf.slice(slices, [0, first, 0, 0, 0], size), network));
    const mean = await meanOfChannels(y);
    y.dispose();
    const before = sum;
    sum = mean.map((value, channel) => (before?.[channel] ?? 0) + (value * some) / count);
  }
  slices.dispose();
  return sum as Float64Array;
}

/** [1, slices, rows, columns, 3]: of the two axes that remain, the earlier one of NIfTI's counts the rows. */
function slicesOf({ voxels, shape: [nx, ny, nz] }: Volume, axis: number): tf.Tensor5D {
  // Of z, y, x, in which order the voxels lie.
  const order = [axis, ...[0, 1, 2].filter((each) => each !== axis)].map((each) => 2 - each);
  const turned = tf.transpose(tf.tensor3d(Float32Array.from(voxels), [nz, ny, nx]), order);
  return tf.sub(tf.reshape(turned, [1, ...turned.shape, 1]), tf.tensor1d(means));
}
