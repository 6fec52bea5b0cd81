import type { Volume } from '@braingen/volume';

/** Points on the prior's surface, one for each of its boundary voxels. */
export interface Surface {
  /** Place in voxels of the prior's grid, [point * 3 + axis], moved from the voxel's centre onto the surface. */
  readonly points: Float32Array;
  /** Outward direction, of length 1 in millimetres, along the axes of the grid, [point * 3 + axis]. */
  readonly normals: Float32Array;
  /** For each point its neighbours on the surface, as ranges of `neighbours`. */
  readonly starts: Int32Array;
  readonly neighbours: Int32Array;
  readonly count: number;
}

/** @param distance signed distance to the prior's surface in millimetres, negative inside, smooth enough to have normals */
export function surfaceOf(distance: Volume): Surface {
  const { voxels, shape, spacing } = distance;
  const [nx, ny, nz] = shape;
  const reach = Math.max(...spacing) * 0.5;
  const places = new Int32Array(voxels.length).fill(-1);
  const at: number[] = [];
  for (let z = 1; z < nz - 1; z++) {
    for (let y = 1; y < ny - 1; y++) {
      for (let x = 1; x < nx - 1; x++) {
        const i = x + nx * (y + ny * z);
        if (Math.abs(voxels[i]) > reach) continue;
        places[i] = at.length;
        at.push(i);
      }
    }
  }
  const points = new Float32Array(at.length * 3);
  const normals = new Float32Array(at.length * 3);
  const starts = new Int32Array(at.length + 1);
  const neighbours: number[] = [];
  const strides = [1, nx, nx * ny];
  at.forEach((i, p) => {
    const gradient = strides.map((stride, axis) => (voxels[i + stride] - voxels[i - stride]) / (2 * spacing[axis]));
    const length = Math.hypot(...gradient) || 1;
    const position = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    for (let axis = 0; axis < 3; axis++) {
      normals[p * 3 + axis] = gradient[axis] / length;
      points[p * 3 + axis] = position[axis] - (voxels[i] * gradient[axis]) / length / spacing[axis];
    }
    for (let dz = -1; dz <= 1; dz++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const q = places[i + dx + nx * (dy + ny * dz)];
          if (q >= 0 && q !== p) neighbours.push(q);
        }
      }
    }
    starts[p + 1] = neighbours.length;
  });
  return { points, normals, starts, neighbours: Int32Array.from(neighbours), count: at.length };
}

/** Averages `values` with those of their neighbours on the surface, `rounds` times: diffusion, about sqrt(rounds) points wide. */
export function smoothOn({ starts, neighbours, count }: Surface, values: Float32Array, rounds: number): Float32Array {
  let from = values.slice();
  let to = new Float32Array(count);
  for (let round = 0; round < rounds; round++) {
    for (let p = 0; p < count; p++) {
      let sum = from[p];
      for (let n = starts[p]; n < starts[p + 1]; n++) sum += from[neighbours[n]];
      to[p] = sum / (starts[p + 1] - starts[p] + 1);
    }
    [from, to] = [to, from];
  }
  return from;
}
