import { tf } from '@braingen/engine';
import type { UNet } from '@braingen/unet3d';
import { elementCount, identityAffine, type Volume } from '@braingen/volume';
import { hashWeights } from './hash-weights.ts';
import { networkGrid } from './network-grid.ts';
import { networkInput } from './network-input.ts';
import { batchOf } from './network.ts';
import { poolHalves } from './pool-halves.ts';

/** A `FeatureExtractor` of @braingen/metrics. */
export interface AnatomyFeatures {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The same vector for the same volume. */
  extract(volume: Volume): Promise<Float64Array>;
}

/**
 * What the segmentation network makes of a volume on its way down, for FID, MMD and KID: the mean of each channel of each level, over
 * the left half of the head and over the right. It was trained to tell regions apart whatever their contrast, so it sees anatomy, and
 * not the brightness of the whole; figures compare only with figures of the same weights.
 *
 * @param network with trained weights
 */
export async function anatomyFeatures(network: UNet): Promise<AnatomyFeatures> {
  const weights = await hashWeights(network);
  return {
    name: `segmentation network (${weights.slice(0, 8)})`,
    settings: {
      network: 'U-Net of @braingen/anatomy, trained to tell regions of the brain apart',
      weights: `sha256 ${weights}`,
      pooling: 'mean over each half of the head, every level on the way down',
      input: 'MNI152 space, 99th percentile at 1',
    },
    extract: async (volume) => {
      // A failed sample without a brain has features too: those of nothing.
      const isBlank = !volume.voxels.some((value) => value > 0);
      const levels = tf.tidy(() => {
        const blocks = isBlank ? nothing() : networkInput(volume, identityAffine);
        return network.encode(batchOf(blocks), tf.zeros([1]));
      });
      const features: number[] = [];
      try {
        for (const level of levels) features.push(...poolHalves((await level.data()) as Float32Array, level.shape));
      } finally {
        tf.dispose(levels);
      }
      return Float64Array.from(features);
    },
  };
}

const nothing = (): Float32Array => new Float32Array(elementCount(networkGrid.shape));
