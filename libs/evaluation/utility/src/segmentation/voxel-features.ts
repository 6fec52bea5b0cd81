import { gaussianSmooth, type Volume } from '@braingen/volume';

/**
 * How the surroundings of a voxel are seen: through Gaussians of this width, there, and as far away as said on both sides along each
 * axis, beside what is seen there.
 */
const scales = [
  { sigmaMm: 2, reachMm: 4 },
  { sigmaMm: 4, reachMm: 12 },
  { sigmaMm: 8, reachMm: 24 },
];

/** Place, intensity, and seven looks at each scale. */
export const featureCount: number = 4 + 7 * scales.length;

/** Writes the features of a voxel, by its index, into a row of `featureCount`. */
export type ReadFeatures = (voxel: number, row: Float32Array) => void;

/** The features of the voxels of a volume. Beyond its border the border is repeated. */
export function voxelFeatures(volume: Volume): ReadFeatures {
  const { shape, spacing, voxels } = volume;
  const looks = scales.map(({ sigmaMm, reachMm }) => ({
    seen: gaussianSmooth(volume, { sigmaMm }).voxels,
    steps: spacing.map((edge) => Math.max(1, Math.round(reachMm / edge))),
  }));
  const strides = [1, shape[0], shape[0] * shape[1]];
  const place = [0, 0, 0];
  return (voxel, row) => {
    place[0] = voxel % shape[0];
    place[1] = Math.floor(voxel / shape[0]) % shape[1];
    place[2] = Math.floor(voxel / strides[2]);
    row.set(place);
    row[3] = voxels[voxel];
    let at = 4;
    for (const { seen, steps } of looks) {
      const here = seen[voxel];
      row[at++] = here;
      for (let axis = 0; axis < 3; axis++) {
        const below = Math.min(steps[axis], place[axis]);
        const above = Math.min(steps[axis], shape[axis] - 1 - place[axis]);
        row[at++] = seen[voxel - below * strides[axis]] - here;
        row[at++] = seen[voxel + above * strides[axis]] - here;
      }
    }
  };
}
