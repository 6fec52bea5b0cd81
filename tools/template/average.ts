import { gaussianSmooth, resample, Volume, type Affine, type Grid } from '@braingen/volume';

/** One image with the transform from template millimetres to its own. */
export interface Placed {
  readonly image: Volume<Float32Array>;
  /** 1 where the image has data, 0 where it was cut away. */
  readonly data: Volume<Float32Array>;
  readonly transform: Affine;
}

/**
 * The mean over those images that have data at a voxel; `coverage` is the fraction of images that do.
 *
 * @param load the images one after another, so that one at a time is in memory
 * @param scale the factor that brings an image, seen on the grid, to the common intensity
 */
export async function averageOn(
  grid: Grid,
  count: number,
  load: (index: number) => Promise<Placed>,
  scale: (onGrid: Volume<Float32Array>) => number,
): Promise<{ mean: Volume<Float32Array>; coverage: Volume<Float32Array> }> {
  const sum = Volume.zeros(grid),
    weight = Volume.zeros(grid);
  for (let index = 0; index < count; index++) {
    const { image, data, transform } = await load(index);
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
  return { mean: sum, coverage: weight.with(weight.voxels.map((w) => w / count)) };
}

/** The median of the voxels where `mask` exceeds `level`. */
export function medianWithin(volume: Volume<Float32Array>, mask: Volume<Float32Array>, level: number): number {
  const inside = volume.voxels.filter((value, i) => mask.voxels[i] > level && value > 0).sort();
  return inside[inside.length >> 1];
}

/** Where a skull-stripped brain has data. */
export const strippedMask = (volume: Volume<Float32Array>): Volume<Float32Array> =>
  volume.with(volume.voxels.map((value) => (value > 0 ? 1 : 0)));

/** Where a head has data: everywhere but in the runs of exact zeros that defacing leaves. Single zeros are noise. */
export function defacedMask(volume: Volume<Float32Array>): Volume<Float32Array> {
  const zeros = volume.with(volume.voxels.map((value) => (value === 0 ? 1 : 0)));
  const around = gaussianSmooth(zeros, 1.5).voxels;
  return volume.with(volume.voxels.map((value, i) => (value === 0 && around[i] > 0.6 ? 0 : 1)));
}
