import { gaussianSmooth, resample, Volume, type Affine, type Grid } from '@braingen/volume';

/** A scan, where it has data, and where it lies. */
export interface Image {
  readonly image: Volume;
  /** 1 where the scan has data, 0 where it was cut away. */
  readonly data: Volume;
  /** From the template's millimetres to the scan's. */
  readonly transform: Affine;
}

/**
 * The mean over those scans that have data at a voxel; `coverage` is the fraction of scans that do.
 *
 * @param loaders called one after another, so that one scan at a time is in memory
 * @param scale the factor that brings a scan, seen on the grid, to the common intensity
 */
export async function averageOn(
  grid: Grid,
  loaders: readonly (() => Promise<Image>)[],
  scale: (onGrid: Volume) => number,
): Promise<{ mean: Volume; coverage: Volume }> {
  const sum = Volume.zeros(grid),
    weight = Volume.zeros(grid);
  for (const load of loaders) {
    const { image, data, transform } = await load();
    const value = resample(image, grid, { transform });
    const has = resample(data, grid, { transform });
    const factor = scale(value);
    for (let i = 0; i < sum.voxels.length; i++) {
      // A voxel partly cut away holds too little intensity: it does not count.
      if (has.voxels[i] < 0.99) continue;
      sum.voxels[i] += factor * value.voxels[i];
      weight.voxels[i]++;
    }
  }
  for (let i = 0; i < sum.voxels.length; i++) if (weight.voxels[i] > 0) sum.voxels[i] /= weight.voxels[i];
  return { mean: sum, coverage: weight.with(weight.voxels.map((w) => w / loaders.length)) };
}

/** The median of the voxels where `mask` exceeds `level`. */
export function medianWithin(volume: Volume, mask: Volume, level: number): number {
  const inside = volume.voxels.filter((value, i) => mask.voxels[i] > level && value > 0).sort();
  return inside[inside.length >> 1];
}

/** Where a skull-stripped brain has data. */
export const strippedMask = (volume: Volume): Volume => volume.with(volume.voxels.map((value) => (value > 0 ? 1 : 0)));

/** Where a head has data: everywhere but in the runs of exact zeros that defacing leaves. Single zeros are noise. */
export function defacedMask(volume: Volume): Volume {
  const zeros = volume.with(volume.voxels.map((value) => (value === 0 ? 1 : 0)));
  const around = gaussianSmooth(zeros, 1.5).voxels;
  return volume.with(volume.voxels.map((value, i) => (value === 0 && around[i] > 0.6 ? 0 : 1)));
}
