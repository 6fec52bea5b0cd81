import { readFileSync } from 'node:fs';
import { freezeAffine, Volume, type Grid } from '@braingen/volume';

export interface FoldFigures {
  shape: [number, number, number];
  spacing: [number, number, number];
  region: number;
  depth: { sum: number; greatest: number };
  blocks: number;
  moments: { variance: number; kurtosis: number };
  variance: number;
  kurtosis: number;
  frequencies: number[];
  power: number[];
  ratios: number[];
  largest: number;
}

const file = new URL('../../../../../test-fixtures/reference/metrics/folds.json', import.meta.url);
/** What numpy and scipy give: `tools/parity/folds.py`. */
export const reference: FoldFigures = JSON.parse(readFileSync(file, 'utf8'));

const { shape, spacing } = reference;
const [nx, ny] = shape;
const grid: Grid = {
  shape,
  affine: freezeAffine([0, 1, 2, 3].map((row) => [0, 1, 2, 3].map((k) => (k === row ? (spacing[k] ?? 1) : 0)))),
};

/** The script's ellipsoid with a hole and a texture. */
function head(phase: number, amplitude: number): Volume {
  const volume = Volume.zeros(grid);
  return volume.with(
    volume.voxels.map((_, index) => {
      const [x, y, z] = [index % nx, Math.floor(index / nx) % ny, Math.floor(index / (nx * ny))];
      const [u, v, w] = [x, y, z].map((place, axis) => (place - (shape[axis] - 1) / 2) * spacing[axis]);
      const isIn = (u / (27 + phase)) ** 2 + (v / 29) ** 2 + (w / 26) ** 2 < 1 && u * u + v * v + w * w >= 64;
      const texture = (amplitude * Math.sin(phase + 0.7 * x + 1.1 * y - 0.9 * z) * ((index * 7919) % 101)) / 101;
      return isIn ? 1 + texture : 0;
    }),
  );
}

export const real: Volume[] = [0, 1, 2, 3, 4].map((i) => head(0.3 * i, 0.5 + 0.05 * i));
export const synthetic: Volume[] = [0, 1, 2, 3].map((i) => head(0.2 + 0.35 * i, 0.4 + 0.08 * i));
