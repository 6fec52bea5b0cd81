import { spacingOf, type Grid, type Volume, type VoxelArray } from '@braingen/volume';

/**
 * Distance to the surface where `volume` crosses `level`, in millimetres: negative inside (above the level), positive outside.
 * Half a voxel is taken off on both sides, so that they meet at zero. The axes of the grid are taken as perpendicular.
 */
export function signedDistance(volume: Volume<VoxelArray>, level = 0.5): Volume {
  const { voxels } = volume;
  const toInside = distanceFrom(volume, (i) => voxels[i] > level);
  const toOutside = distanceFrom(volume, (i) => !(voxels[i] > level));
  const half = Math.min(...volume.spacing) / 2;
  return volume.with(toInside.map((mm, i) => (mm > 0 ? mm - half : half - toOutside[i])));
}

/** Distance of each voxel's centre to that of the nearest feature voxel, in millimetres; exact (Felzenszwalb & Huttenlocher 2012). */
export function distanceFrom(grid: Grid, isFeature: (index: number) => boolean): Float32Array {
  const [nx, ny, nz] = grid.shape;
  const squared = squaredDistance(nx * ny * nz, isFeature, grid.shape, spacingOf(grid.affine));
  const distance = new Float32Array(squared.length);
  for (let i = 0; i < distance.length; i++) distance[i] = Math.sqrt(squared[i]);
  return distance;
}

/** Farther than any head is wide: stands for infinity, which the parabolas' intersections cannot hold. */
const far = 1e10;

function squaredDistance(
  count: number,
  isFeature: (index: number) => boolean,
  [nx, ny, nz]: readonly number[],
  spacing: readonly number[],
): Float64Array {
  const distance = new Float64Array(count);
  for (let i = 0; i < count; i++) distance[i] = isFeature(i) ? 0 : far;
  const lengths = [nx, ny, nz];
  const strides = [1, nx, nx * ny];
  for (let axis = 0; axis < 3; axis++) {
    const [first, second] = [0, 1, 2].filter((other) => other !== axis);
    const line = lineTransform(lengths[axis], spacing[axis]);
    for (let b = 0; b < lengths[second]; b++) {
      for (let a = 0; a < lengths[first]; a++) line(distance, a * strides[first] + b * strides[second], strides[axis]);
    }
  }
  return distance;
}

/** Replaces a line of squared distances by the lower envelope of the parabolas rooted in them. */
function lineTransform(length: number, mm: number): (values: Float64Array, start: number, stride: number) => void {
  const heights = new Float64Array(length);
  const roots = new Int32Array(length);
  const borders = new Float64Array(length + 1);
  return (values, start, stride) => {
    for (let q = 0; q < length; q++) heights[q] = values[start + q * stride];
    const crossing = (q: number, p: number): number =>
      (heights[q] - heights[p] + mm * mm * (q * q - p * p)) / (2 * mm * mm * (q - p));
    let k = 0;
    roots[0] = 0;
    borders[0] = -Infinity;
    borders[1] = Infinity;
    for (let q = 1; q < length; q++) {
      let s = crossing(q, roots[k]);
      while (s <= borders[k]) s = crossing(q, roots[--k]);
      roots[++k] = q;
      borders[k] = s;
      borders[k + 1] = Infinity;
    }
    k = 0;
    for (let q = 0; q < length; q++) {
      while (borders[k + 1] < q) k++;
      values[start + q * stride] = (mm * (q - roots[k])) ** 2 + heights[roots[k]];
    }
  };
}
