import {
  applyAffine,
  composeAffine,
  invertAffine,
  type Affine,
  type Grid,
  type Vector3,
  type Volume,
} from '@braingen/volume';
import type { SampleCloud } from './parameters.ts';

/** Points of the fixed image at which the two images are compared. */
export interface Samples extends SampleCloud {
  /** RAS millimetres relative to `centre`, x y z after one another. */
  readonly points: Float32Array;
  /** The fixed image at the points. */
  readonly values: Float32Array;
}

/**
 * Regular sampling: one point in each run of 1 / `fraction` voxels (a fraction above 1: several points a voxel),
 * displaced within its voxel. The displacement, by an
 * additive sequence of low discrepancy (Roberts 2018), keeps the points off the lattice: on it, interpolation favours
 * transforms that bring voxels upon voxels (Pluim 2000).
 */
export function sampleRegularly(
  fixed: Volume<Float32Array>,
  fraction: number,
  mask?: Volume<Float32Array | Uint8Array>,
): Samples {
  const { voxels, shape, affine } = fixed;
  const [nx, ny, nz] = shape;
  const [ax, ay, az] = affine;
  const run = 1 / fraction;
  const count = Math.floor(voxels.length / run);
  const points = new Float32Array(3 * count);
  const values = new Float32Array(count);
  const inMask = mask && maskLookup(mask, fixed);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const index = Math.min(Math.floor(run * (i + fractional(i * golden))), voxels.length - 1);
    const x = clamp((index % nx) + fractional(0.5 + i * roberts[0]) - 0.5, nx),
      y = clamp((Math.floor(index / nx) % ny) + fractional(0.5 + i * roberts[1]) - 0.5, ny),
      z = clamp(Math.floor(index / (nx * ny)) + fractional(0.5 + i * roberts[2]) - 0.5, nz);
    if (inMask && !inMask(x, y, z)) continue;
    values[kept] = trilinear(fixed, x, y, z);
    points[3 * kept] = ax[0] * x + ax[1] * y + ax[2] * z + ax[3];
    points[3 * kept + 1] = ay[0] * x + ay[1] * y + ay[2] * z + ay[3];
    points[3 * kept + 2] = az[0] * x + az[1] * y + az[2] * z + az[3];
    kept++;
  }
  return { ...centred(points.subarray(0, 3 * kept)), values: values.subarray(0, kept) };
}

/** Moves points, in place, so that their mean is the origin. */
function centred(points: Float32Array): SampleCloud & { points: Float32Array } {
  const sum = [0, 0, 0],
    squares = [0, 0, 0];
  for (let i = 0; i < points.length; i += 3) {
    for (let a = 0; a < 3; a++) {
      sum[a] += points[i + a];
      squares[a] += points[i + a] * points[i + a];
    }
  }
  const count = points.length / 3;
  const mean = (a: number): number => sum[a] / count;
  const deviation = (a: number): number => Math.sqrt(Math.max(squares[a] / count - mean(a) ** 2, 1));
  const centre: Vector3 = [mean(0), mean(1), mean(2)];
  for (let i = 0; i < points.length; i += 3) for (let a = 0; a < 3; a++) points[i + a] -= centre[a];
  return { points, centre, radii: [deviation(0), deviation(1), deviation(2)] };
}

/** Steps whose multiples fill one dimension, and three, most evenly. */
const golden = 0.618033988749895;
const roberts = [0.8191725133961645, 0.6710436067037893, 0.5497004779019703] as const;

const fractional = (x: number): number => x - Math.floor(x);
const clamp = (x: number, n: number): number => Math.min(Math.max(x, 0), n - 1);

/** Whether the mask's nearest voxel to a voxel of the grid is set. */
function maskLookup(
  { voxels, shape, affine }: Volume<Float32Array | Uint8Array>,
  grid: Grid,
): (x: number, y: number, z: number) => boolean {
  const toMask = composeAffine(invertAffine(affine), grid.affine);
  const [nx, ny, nz] = shape;
  return (x, y, z) => {
    const [i, j, k] = applyAffine(toMask, [x, y, z]).map(Math.round);
    return i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz && voxels[i + nx * (j + ny * k)] > 0;
  };
}

function trilinear({ voxels, shape }: Volume<Float32Array>, x: number, y: number, z: number): number {
  const [nx, ny, nz] = shape;
  const ix = Math.min(Math.floor(x), Math.max(nx - 2, 0)),
    iy = Math.min(Math.floor(y), Math.max(ny - 2, 0)),
    iz = Math.min(Math.floor(z), Math.max(nz - 2, 0));
  const [fx, fy, fz] = [x - ix, y - iy, z - iz];
  const right = nx > 1 ? 1 : 0,
    down = ny > 1 ? nx : 0,
    deep = nz > 1 ? nx * ny : 0;
  const row = (at: number): number => voxels[at] + fx * (voxels[at + right] - voxels[at]);
  const plane = (at: number): number => row(at) + fy * (row(at + down) - row(at));
  const first = ix + nx * (iy + ny * iz);
  return plane(first) + fz * (plane(first + deep) - plane(first));
}

/** The matrix for the metric: from millimetres relative to the samples' centre to voxels of the moving image. */
export function sampleToVoxel(transform: Affine, movingAffine: Affine, centre: Vector3): Affine {
  const shift: Affine = [
    [1, 0, 0, centre[0]],
    [0, 1, 0, centre[1]],
    [0, 0, 1, centre[2]],
    [0, 0, 0, 1],
  ];
  return composeAffine(invertAffine(movingAffine), composeAffine(transform, shift));
}
