import { readFileSync } from 'node:fs';
import { createRandom, createTorchRandom, identityAffine, Volume, type Shape3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { settingsThatFit } from './similarity-settings.ts';
import { multiscaleSimilarity, structuralSimilarity } from './structural-similarity.ts';

interface NoiseCase {
  shape: number[];
  kind: 'gaussian' | 'uniform';
  weights?: number[];
  value: number;
}
interface WaveCase {
  shape: [number, number, number];
  window: number;
  weights: number[];
  phases: [number, number];
  value: number;
}
const file = new URL('../../../../test-fixtures/reference/metrics/figures.json', import.meta.url);
const { noise, waves } = JSON.parse(readFileSync(file, 'utf8')) as { noise: NoiseCase[]; waves: WaveCase[] };

const volumeOf = (voxels: Float32Array, shape: Shape3) => new Volume(voxels, { shape, affine: identityAffine });

/** |randn| / max of the whole batch, cut into one volume an image and channel. */
function noisePair(shape: number[]): [Volume[], Volume[]] {
  const random = createTorchRandom(0);
  const [images, channels, ...space] = shape;
  const size = space.reduce((product, length) => product * length, 1);
  const draw = () => {
    const values = random.randn(images * channels * size).map(Math.abs);
    const most = values.reduce((a, b) => Math.max(a, b));
    const one: Shape3 = [space[0], space[1], space[2] ?? 1];
    return Array.from({ length: images * channels }, (_, i) =>
      volumeOf(
        values.subarray(i * size, (i + 1) * size).map((value) => value / most),
        one,
      ),
    );
  };
  return [draw(), draw()];
}

/** The fixture's x is the slowest axis in memory, ours the fastest: shape and coordinates change places, voxels do not. */
function wave([nx, ny, nz]: WaveCase['shape'], phase: number): Volume {
  const voxels = Float32Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [Math.floor(i / (ny * nz)), Math.floor(i / nz) % ny, i % nz];
    return 0.5 + 0.3 * Math.sin(phase + 0.3 * x + (0.2 * y * y) / 8) * Math.cos(0.25 * z + phase);
  });
  return volumeOf(voxels, [nz, ny, nx]);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('structuralSimilarity', () => {
  it.each(noise.filter((one) => !one.weights))(
    "gives MONAI's figure for $kind windows on $shape",
    ({ shape, kind, value }) => {
      const [x, y] = noisePair(shape);
      expect(mean(x.map((volume, i) => structuralSimilarity(volume, y[i], { kind })))).toBeCloseTo(value, 5);
    },
  );

  it('is 1 between a volume and itself and does not depend on the order', () => {
    const [x, y] = [wave([20, 22, 24], 0), wave([20, 22, 24], 0.7)];
    expect(structuralSimilarity(x, x)).toBeCloseTo(1, 6);
    expect(structuralSimilarity(x, y)).toBeCloseTo(structuralSimilarity(y, x), 12);
  });

  it('does not change when intensities and the data range are scaled together', () => {
    const [x, y] = [wave([20, 22, 24], 0), wave([20, 22, 24], 0.7)];
    const scaled = [x, y].map((volume) => volume.with(volume.voxels.map((value) => 256 * value)));
    expect(structuralSimilarity(scaled[0], scaled[1], { dataRange: 256 })).toBeCloseTo(structuralSimilarity(x, y), 6);
  });

  it('refuses volumes of different shapes', () => {
    expect(() => structuralSimilarity(wave([20, 22, 24], 0), wave([20, 22, 25], 0))).toThrow(
      'found 24 x 22 x 20 and 25 x 22 x 20',
    );
  });
});

describe('multiscaleSimilarity', () => {
  it.each(noise.filter((one) => one.weights))("gives MONAI's figure for $kind windows on $shape", (one) => {
    const [[x], [y]] = noisePair(one.shape);
    expect(multiscaleSimilarity(x, y, { kind: one.kind, ...(one.weights && { weights: one.weights }) })).toBeCloseTo(
      one.value,
      5,
    );
  });

  it.each(waves)(
    "gives MONAI's figure for waves of $shape, window $window",
    ({ shape, phases, window, weights, value }) => {
      expect(multiscaleSimilarity(wave(shape, phases[0]), wave(shape, phases[1]), { window, weights })).toBeCloseTo(
        value,
        5,
      );
    },
  );

  it('clamps a negative scale at zero', () => {
    const x = wave([24, 24, 24], 0);
    const negative = x.with(x.voxels.map((value) => 1 - value));
    expect(multiscaleSimilarity(x, negative, { weights: [0.5, 0.5] })).toBe(0);
  });

  it('falls as noise grows', () => {
    const random = createRandom(1);
    const x = wave([48, 48, 48], 0);
    const normals = x.voxels.map(() => random.normal());
    const figures = [0.02, 0.05, 0.1].map((sigma) =>
      multiscaleSimilarity(x, x.with(x.voxels.map((value, i) => value + sigma * normals[i])), { window: 3 }),
    );
    expect(figures).toEqual([...figures].sort((a, b) => b - a));
  });

  it('refuses a window that does not fit the coarsest scale', () => {
    const x = wave([84, 90, 84], 0);
    expect(() => multiscaleSimilarity(x, x)).toThrow(
      'scale 4 of 5 to hold a window of 11, found 10 x 11 x 10 voxels of 84 x 90 x 84',
    );
  });
});

describe('settingsThatFit', () => {
  it.each([
    { shape: [84, 128, 84], window: 5, scales: 5 },
    { shape: [181, 217, 181], window: 11, scales: 5 },
    { shape: [160, 224, 160], window: 9, scales: 5 },
    { shape: [32, 48, 32], window: 3, scales: 4 },
    { shape: [64, 64, 1], window: 3, scales: 5 },
    { shape: [3, 9, 9], window: 3, scales: 1 },
  ])('takes a window of $window and $scales scales for $shape', ({ shape, window, scales }) => {
    const fit = settingsThatFit(shape as unknown as Shape3);
    expect(fit.window).toBe(window);
    expect(fit.weights).toHaveLength(scales);
    expect(fit.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);
  });

  it('refuses what holds no window', () => {
    expect(() => settingsThatFit([2, 40, 40])).toThrow('found 2 x 40 x 40');
  });
});
