import { freezeAffine, identityAffine, reorient, resample, Volume, type Shape3 } from '@braingen/volume';
import { halve } from './window.ts';

/** A volume made small, upright and centred, so that where the head lies and how bright it is do not count. */
export interface Fingerprint {
  readonly shape: Shape3;
  readonly voxels: Float32Array;
}

/** Finer detail than this many voxels along the longest axis is averaged away: noise is no alibi. */
const longestAxis = 64;

/**
 * Axes to right, anterior, superior; halved until no axis is longer than 64 voxels; the centre of what is brighter than
 * the mean moved to the centre of the grid, which undoes a shift.
 */
export function fingerprint(volume: Volume): Fingerprint {
  const upright = reorient(volume, 'RAS');
  let small: Fingerprint = { voxels: upright.voxels, shape: upright.shape };
  while (Math.max(...small.shape) > longestAxis) small = halve(small.voxels, small.shape);
  return centred(small);
}

/** Left and right exchanged. */
export function mirrored({ voxels, shape }: Fingerprint): Fingerprint {
  const [nx] = shape;
  return { shape, voxels: voxels.map((_, i) => voxels[i - (i % nx) + (nx - 1 - (i % nx))]) };
}

/** Whole voxels along x, y and z. */
export type Offset = readonly [x: number, y: number, z: number];

/** The same moved by whole voxels; what comes in from outside is zero. */
export function shifted(head: Fingerprint, [dx, dy, dz]: Offset): Fingerprint {
  if (dx === 0 && dy === 0 && dz === 0) return head;
  const { voxels, shape } = head;
  const [nx, ny, nz] = shape;
  const moved = new Float32Array(voxels.length);
  for (let z = Math.max(0, dz); z < Math.min(nz, nz + dz); z++) {
    for (let y = Math.max(0, dy); y < Math.min(ny, ny + dy); y++) {
      const from = nx * (y - dy + ny * (z - dz));
      const row = voxels.subarray(from + Math.max(0, -dx), from + Math.min(nx, nx - dx));
      moved.set(row, nx * (y + ny * z) + Math.max(0, dx));
    }
  }
  return { voxels: moved, shape };
}

function centred({ voxels, shape }: Fingerprint): Fingerprint {
  const mean = voxels.reduce((sum, value) => sum + value, 0) / voxels.length;
  const [nx, ny] = shape;
  const sums = [0, 0, 0];
  let count = 0;
  voxels.forEach((value, i) => {
    if (value <= mean) return;
    count++;
    sums[0] += i % nx;
    sums[1] += Math.floor(i / nx) % ny;
    sums[2] += Math.floor(i / (nx * ny));
  });
  if (count === 0) return { voxels, shape };
  // In voxels throughout: the grid's own units will do for a translation.
  const shift = identityAffine.map((row, axis) =>
    axis < 3 ? [row[0], row[1], row[2], sums[axis] / count - (shape[axis] - 1) / 2] : [...row],
  );
  const still = new Volume(voxels, { shape, affine: identityAffine });
  return { shape, voxels: resample(still, still, { transform: freezeAffine(shift) }).voxels };
}
