import type { Shape3 } from '@braingen/volume';
import type { Variation } from './augmentation.ts';
import { smoothField } from './smooth-field.ts';

/** Voxels between the coefficients of a warp: bends of a few centimetres at the paper's grid. */
const warpSpacing = 16;

/**
 * A volume varied: mirrored along its first axis, turned and zoomed about its middle, warped, shifted, its intensities scaled.
 * What comes in from outside is 0. Where only mirroring and shifting is asked for, voxels are copied, else interpolated linearly.
 *
 * @param volume [d, h, w]; not written to
 */
export function vary(volume: Float32Array, shape: Shape3, variation: Variation): Float32Array {
  const { rotation, zoom, warp, gain } = variation;
  const isCopy = warp === 0 && [...rotation, ...zoom].every((value) => value === 0);
  const varied = isCopy ? copy(volume, shape, variation) : interpolate(volume, shape, variation);
  if (gain !== 0) for (let i = 0; i < varied.length; i++) varied[i] *= 1 + gain;
  return varied;
}

function copy(volume: Float32Array, [d, h, w]: Shape3, { mirrored, shift }: Variation): Float32Array {
  const varied = new Float32Array(volume.length);
  const first = Math.max(0, -shift[2]);
  const length = w - Math.abs(shift[2]);
  for (let x = 0; x < d; x++) {
    const shifted = x + shift[0];
    if (shifted < 0 || shifted >= d) continue;
    const fromX = mirrored ? d - 1 - shifted : shifted;
    for (let y = 0; y < h; y++) {
      const fromY = y + shift[1];
      if (fromY < 0 || fromY >= h) continue;
      const from = (fromX * h + fromY) * w + first + shift[2];
      varied.set(volume.subarray(from, from + length), (x * h + y) * w + first);
    }
  }
  return varied;
}

function interpolate(volume: Float32Array, shape: Shape3, variation: Variation): Float32Array {
  const { mirrored, shift, warp, random } = variation;
  const [d, h, w] = shape;
  const matrix = turnAndZoom(variation);
  const middle = shape.map((side) => (side - 1) / 2);
  const bends = warp > 0 ? ['x', 'y', 'z'].map((axis) => smoothField(shape, warpSpacing, warp, random.fork(axis))) : [];
  const varied = new Float32Array(volume.length);
  const [m0, m1, m2] = matrix;
  for (let x = 0, at = 0; x < d; x++) {
    const dx = x - middle[0] + shift[0];
    for (let y = 0; y < h; y++) {
      const dy = y - middle[1] + shift[1];
      for (let z = 0; z < w; z++, at++) {
        const dz = z - middle[2] + shift[2];
        let px = m0[0] * dx + m0[1] * dy + m0[2] * dz + middle[0];
        let py = m1[0] * dx + m1[1] * dy + m1[2] * dz + middle[1];
        let pz = m2[0] * dx + m2[1] * dy + m2[2] * dz + middle[2];
        if (warp > 0) {
          px += bends[0][at];
          py += bends[1][at];
          pz += bends[2][at];
        }
        if (mirrored) px = d - 1 - px;
        varied[at] = linear(volume, d, h, w, px, py, pz);
      }
    }
  }
  return varied;
}

/** Trilinear; 0 outside. */
function linear(volume: Float32Array, d: number, h: number, w: number, x: number, y: number, z: number): number {
  const [x0, y0, z0] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  if (x0 < 0 || y0 < 0 || z0 < 0 || x0 >= d - 1 || y0 >= h - 1 || z0 >= w - 1) return 0;
  const [fx, fy, fz] = [x - x0, y - y0, z - z0];
  const at = (x0 * h + y0) * w + z0;
  const next = at + h * w;
  const a = volume[at] + fz * (volume[at + 1] - volume[at]);
  const b = volume[at + w] + fz * (volume[at + w + 1] - volume[at + w]);
  const c = volume[next] + fz * (volume[next + 1] - volume[next]);
  const e = volume[next + w] + fz * (volume[next + w + 1] - volume[next + w]);
  const near = a + fy * (b - a);
  return near + fx * (c + fy * (e - c) - near);
}

/** Rotations about the three axes in turn, after zooms along them: rows of a 3 x 3 matrix. */
function turnAndZoom({ rotation, zoom }: Variation): readonly (readonly number[])[] {
  let rows = zoom.map((share, axis) => [0, 1, 2].map((other) => (other === axis ? 1 / (1 + share) : 0)));
  rotation.forEach((degrees, axis) => {
    const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    const [p, q] = [(axis + 1) % 3, (axis + 2) % 3];
    const turned = rows.map((row) => [...row]);
    turned[p] = rows[p].map((value, i) => cosine * value - sine * rows[q][i]);
    turned[q] = rows[p].map((value, i) => sine * value + cosine * rows[q][i]);
    rows = turned;
  });
  return rows;
}
