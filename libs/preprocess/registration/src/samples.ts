import { applyAffine, composeAffine, invertAffine, type Affine, type Vector3, type Volume } from '@braingen/volume';
import type { SampleCloud } from './parameters.ts';

/** Points of the fixed image at which the two images are compared. */
export interface Samples extends SampleCloud {
  /** RAS millimetres relative to `centre`, x y z after one another. */
  readonly points: Float32Array;
  /** The fixed image at the points. */
  readonly values: Float32Array;
}

/**
 * Regular sampling: one point in each run of 1 / `fraction` voxels, displaced within its voxel. The displacement, by an
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
  const run = Math.max(1, 1 / fraction);
  const count = Math.floor(voxels.length / run);
  const positions = new Float32Array(3 * count);
  const values = new Float32Array(count);
  const toMask = mask && composeAffine(invertAffine(mask.affine), affine);
  const sum = [0, 0, 0],
    squares = [0, 0, 0];
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const index = Math.min(Math.floor(run * (i + fractional(i * 0.618033988749895))), voxels.length - 1);
    const jitter = [0.8191725133961645, 0.6710436067037893, 0.5497004779019703].map(
      (a) => fractional(0.5 + i * a) - 0.5,
    );
    const x = clamp((index % nx) + jitter[0], nx),
      y = clamp((Math.floor(index / nx) % ny) + jitter[1], ny),
      z = clamp(Math.floor(index / (nx * ny)) + jitter[2], nz);
    if (mask && toMask && !(nearest(mask, applyAffine(toMask, [x, y, z])) > 0)) continue;
    values[kept] = trilinear(fixed, x, y, z);
    const point = applyAffine(affine, [x, y, z]);
    for (let a = 0; a < 3; a++) {
      positions[3 * kept + a] = point[a];
      sum[a] += point[a];
      squares[a] += point[a] * point[a];
    }
    kept++;
  }
  const centre = sum.map((s) => s / kept) as unknown as Vector3;
  const radii = squares.map((s, a) => Math.sqrt(Math.max(s / kept - centre[a] ** 2, 1))) as unknown as Vector3;
  const points = positions.subarray(0, 3 * kept);
  for (let i = 0; i < points.length; i++) points[i] -= centre[i % 3];
  return { points, values: values.subarray(0, kept), centre, radii };
}

const fractional = (x: number): number => x - Math.floor(x);
const clamp = (x: number, n: number): number => Math.min(Math.max(x, 0), n - 1);

function nearest(volume: Volume<Float32Array | Uint8Array>, [x, y, z]: readonly number[]): number {
  const [nx, ny, nz] = volume.shape;
  const [i, j, k] = [Math.round(x), Math.round(y), Math.round(z)];
  if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) return 0;
  return volume.voxels[i + nx * (j + ny * k)];
}

function trilinear({ voxels, shape }: Volume<Float32Array>, x: number, y: number, z: number): number {
  const [nx, ny, nz] = shape;
  let sum = 0;
  const [ix, iy, iz] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  for (let corner = 0; corner < 8; corner++) {
    const i = ix + (corner & 1),
      j = iy + ((corner >> 1) & 1),
      k = iz + (corner >> 2);
    const weight = (1 - Math.abs(x - i)) * (1 - Math.abs(y - j)) * (1 - Math.abs(z - k));
    if (weight > 0 && i < nx && j < ny && k < nz) sum += weight * voxels[i + nx * (j + ny * k)];
  }
  return sum;
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
