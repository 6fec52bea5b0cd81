import { tf } from '@braingen/engine';
import type { FeatureExtractor } from '@braingen/metrics';
import { CheckpointError, type ByteSource } from '@braingen/unet3d';
import type { Volume } from '@braingen/volume';
import { meanOfChannels } from './pool-features.ts';
import { readNetwork, type Architecture } from './read-network.ts';
import { forward } from './residual-network.ts';
import { openResidualWeights } from './weights.ts';

/** The third and fourth layer look further apart in place of halving. */
const architecture: Architecture = {
  halving: [2, 2, 2],
  layers: [
    { halves: false, dilation: 1 },
    { halves: true, dilation: 1 },
    { halves: false, dilation: 2 },
    { halves: false, dilation: 4 },
  ],
  stridesFirst: false,
  epsilon: 1e-5,
};

/**
 * Features of MedicalNet (Chen et al. 2019, Med3D, arXiv 1904.00625), a 3D residual network trained to segment organs in 23 data sets
 * of CT and MRI: the last block's channels, averaged over space; 2,048 of ResNet-50, 512 of ResNet-10. Each volume is standardised to
 * mean 0 and deviation 1 first, as Pinaya et al. 2022 (arXiv 2209.07162) do.
 *
 * @param source resnet_10_23dataset.pth or resnet_50_23dataset.pth as Tencent publishes it (MIT licence) or the same in
 *   safetensors
 * @throws CheckpointError that names the file if it holds another network's weights; one of ResNet-18 or -34, whose shortcuts have no
 *   weights, among them
 */
export async function medicalNet(source: ByteSource): Promise<FeatureExtractor> {
  const weights = await openResidualWeights(source);
  const network = await readNetwork(weights, architecture);
  const [depth, , , channels] = network.first.filter.shape;
  if (depth === 1 || channels !== 1) {
    throw new CheckpointError(
      `${source.name}: expected MedicalNet's convolutions over volumes of one channel, found [${network.first.filter.shape.join(', ')}]`,
    );
  }
  if (network.blocks.length < 4 || !weights.has('layer2.0.downsample.0.weight')) {
    throw new CheckpointError(`${source.name}: expected MedicalNet's ResNet-10 or ResNet-50, found another depth`);
  }
  const layers = 2 + network.blocks.reduce((sum, { convolutions }) => sum + convolutions.length, 0);
  return {
    name: `MedicalNet ResNet-${layers}`,
    settings: {
      network: `MedicalNet ResNet-${layers} (Chen et al. 2019)`,
      weights: { sha256: weights.checksum, licence: 'MIT' },
      pooling: 'mean over space of the last block',
      input: 'each volume standardised to mean 0 and deviation 1',
    },
    extract: async (volume) => {
      const y = tf.tidy(() => forward(standardised(volume), network));
      const features = await meanOfChannels(y);
      y.dispose();
      return features;
    },
  };
}

/** [1, nx, ny, nz, 1], axes in NIfTI's order, as MedicalNet was given them. */
function standardised({ voxels, shape: [nx, ny, nz] }: Volume): tf.Tensor5D {
  const mean = voxels.reduce((sum: number, value: number) => sum + value, 0) / voxels.length;
  const variance = voxels.reduce((sum: number, value: number) => sum + (value - mean) ** 2, 0) / voxels.length;
  const deviation = Math.sqrt(variance) || 1;
  const values = Float32Array.from(voxels, (value) => (value - mean) / deviation);
  return tf.reshape(tf.transpose(tf.tensor3d(values, [nz, ny, nx]), [2, 1, 0]), [1, nx, ny, nz, 1]);
}
