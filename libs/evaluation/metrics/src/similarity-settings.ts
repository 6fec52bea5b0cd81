import type { Shape3, Volume } from '@braingen/volume';
import { wangWeights, type MultiscaleOptions } from './structural-similarity.ts';

/**
 * Settings of MS-SSIM that fit a volume: all five scales of Wang et al. if the coarsest holds a window of 3, and the
 * largest odd window up to 11 that it holds. Where scales are dropped the finest ones' weights are rescaled to sum to 1.
 *
 * 84 x 128 x 84 takes five scales and a window of 5, 160 x 224 x 160 a window of 9, 32 x 48 x 32 four scales of 3.
 *
 * @throws RangeError if not even one scale holds a window of 3
 */
export function settingsThatFit(shape: Shape3): Required<Pick<MultiscaleOptions, 'window' | 'weights'>> {
  const smallest = Math.min(...shape.filter((length) => length > 1));
  for (let levels = wangWeights.length; levels > 0; levels--) {
    const window = Math.min(11, smallest >> (levels - 1));
    if (window >= 3 && Number.isFinite(smallest)) {
      const weights = wangWeights.slice(0, levels);
      const sum = levels === wangWeights.length ? 1 : weights.reduce((total, weight) => total + weight, 0);
      return { window: window % 2 ? window : window - 1, weights: weights.map((weight) => weight / sum) };
    }
  }
  throw new RangeError(`MS-SSIM: expected at least 3 voxels along each axis, found ${shape.join(' x ')}`);
}

/** 1 where real volumes lie within [0, 1], as preprocessing leaves them; their greatest minus smallest value elsewhere. */
export function dataRangeOf(volumes: readonly Volume[]): number {
  let low = Infinity;
  let high = -Infinity;
  for (const { voxels } of volumes) {
    for (let i = 0; i < voxels.length; i++) {
      if (voxels[i] < low) low = voxels[i];
      if (voxels[i] > high) high = voxels[i];
    }
  }
  return (low >= -0.01 && high <= 1.01) || low === high ? 1 : high - low;
}
