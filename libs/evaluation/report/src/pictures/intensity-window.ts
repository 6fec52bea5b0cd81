import { quantiles, type Volume, type VoxelArray } from '@braingen/volume';

/** The intensities shown as black and as white. */
export type IntensityWindow = readonly [black: number, white: number];

/**
 * From zero (or the darkest voxel, if negative) to the 99.5th percentile of what is not background. Give several
 * volumes one window to compare them honestly.
 */
export function windowOf(...volumes: readonly Volume<VoxelArray>[]): IntensityWindow {
  let black = Infinity;
  let white = -Infinity;
  for (const { voxels } of volumes) {
    // Every seventh voxel is plenty for a percentile, and prime to the usual edge lengths.
    const sample = Float32Array.from({ length: Math.ceil(voxels.length / 7) }, (_, i) => voxels[i * 7]).filter(
      (value) => Number.isFinite(value) && value !== 0,
    );
    if (sample.length === 0) continue;
    const [low, high] = quantiles(sample, [0.005, 0.995]);
    black = Math.min(black, low < 0 ? low : 0);
    white = Math.max(white, high);
  }
  return white > black ? [black, white] : [0, 1];
}
