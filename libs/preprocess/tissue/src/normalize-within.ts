import { quantiles, tissueRange, type Volume, type VoxelArray } from '@braingen/volume';
import { insideMask, valuesAt } from './inside.ts';
import { whiteStripe } from './white-stripe.ts';

/** A way to put intensities on a common scale. */
export type IntensityScaling =
  /** Quantiles `low` and `high` (0.005 and 0.995) become 0 and 1; what lies beyond is cut off. */
  | {
      readonly method?: 'percentile' | undefined;
      readonly low?: number | undefined;
      readonly high?: number | undefined;
    }
  /** The darkest voxel becomes 0 and the brightest 1. */
  | { readonly method: 'minmax' }
  /** `from` becomes 0 and `to` becomes 1 whatever the volume holds; what lies beyond is cut off. For volumes whose scale is already common. */
  | { readonly method: 'range'; readonly from: number; readonly to: number }
  /** Mean 0, standard deviation 1. */
  | { readonly method: 'zscore' }
  /** Mean 0, standard deviation 1 over normal-appearing white matter (Shinohara 2014). */
  | { readonly method: 'whitestripe' };

export type NormalizeWithinOptions = IntensityScaling & {
  /** Where, on the volume's grid: above zero inside. */
  readonly mask: Volume<VoxelArray>;
};

/**
 * Normalises intensities inside a mask; outside it, and where a voxel is not finite, the result is exactly 0.
 * 'percentile', 'minmax' and 'range' give values in 0 .. 1, the other two values around 0.
 *
 * @throws RangeError if the mask lies on another grid, is empty, or the volume has no contrast inside it.
 */
export function normalizeWithin(volume: Volume<VoxelArray>, options: NormalizeWithinOptions): Volume {
  const indices = insideMask(volume, options.mask, 'normalizeWithin');
  const values = valuesAt(volume, indices);
  const { offset, scale, clip } = mapping(values, options);
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new RangeError(
      `normalizeWithin: expected intensities that ${options.method ?? 'percentile'} can spread, found a scale of ${scale}`,
    );
  }
  const out = new Float32Array(volume.voxels.length);
  for (let i = 0; i < indices.length; i++) {
    const value = (values[i] - offset) * scale;
    out[indices[i]] = clip ? Math.min(Math.max(value, 0), 1) : value;
  }
  return volume.with(out);
}

function mapping(values: Float32Array, options: IntensityScaling): { offset: number; scale: number; clip: boolean } {
  switch (options.method) {
    case undefined:
    case 'percentile':
    case 'minmax': {
      const ends = options.method === 'minmax' ? [0, 1] : [options.low ?? 0.005, options.high ?? 0.995];
      const [low, high] = quantiles(values, ends);
      return { offset: low, scale: 1 / (high - low), clip: true };
    }
    case 'range':
      return { offset: options.from, scale: 1 / (options.to - options.from), clip: true };
    case 'zscore': {
      const { mean, deviation } = moments(values);
      return { offset: mean, scale: 1 / deviation, clip: false };
    }
    case 'whitestripe': {
      const { mean, deviation } = whiteStripe(values);
      return { offset: mean, scale: 1 / deviation, clip: false };
    }
  }
}

/** Wider than any tissue's intensities: only spikes lie beyond. */
const reach = 3;

/** Mean and standard deviation, spikes left out: twenty voxels of 32767 would double the deviation of a brain. */
function moments(all: Float32Array): { mean: number; deviation: number } {
  const { low, high } = tissueRange(all, reach);
  const within = all.filter((value) => value >= low && value <= high);
  // Intensities of two kinds alone, one of them rare, have no width to reach from.
  const values = high > low ? within : all;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
