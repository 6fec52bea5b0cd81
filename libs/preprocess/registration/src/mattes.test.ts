import { loadKernels, type MattesArrays } from '@braingen/kernels';
import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { mattes } from './mattes.ts';
import { mattesReference } from './mattes-reference.test-data.ts';

const shape = [19, 23, 17] as const;
const bins = 32;

/** A smooth moving image and points of which some fall outside it. */
function arrays(count = 5000): MattesArrays {
  const random = createRandom(7);
  const moving = new Float32Array(shape[0] * shape[1] * shape[2]);
  for (let i = 0; i < moving.length; i++) {
    const [x, y, z] = [i % shape[0], Math.floor(i / shape[0]) % shape[1], Math.floor(i / (shape[0] * shape[1]))];
    moving[i] = 15.5 + 13 * Math.sin(0.4 * x + 0.2 * y) * Math.cos(0.3 * z - 0.1 * y) * 0.99;
  }
  const points = Float32Array.from({ length: 3 * count }, (_, i) => shape[i % 3] * (1.1 * random.uniform() - 0.55));
  const fixedBins = Uint8Array.from({ length: count }, (_, i) =>
    Math.floor(15.5 + 10 * Math.sin(0.4 * points[3 * i]) + 3 * random.uniform()),
  );
  return { moving, movingShape: shape, points, fixedBins, kept: new Float32Array(4 * count), bins };
}

const matrix = Float64Array.from([0.95, 0.1, -0.05, 9, -0.08, 0.9, 0.12, 11, 0.04, -0.1, 1.02, 8]);

describe('mattes', () => {
  it.for(['native', 'wasm'] as const)('equals the plain computation (%s)', async (runtime, { skip }) => {
    const kernels = await loadKernels({ runtime }).catch(() => undefined);
    if (!kernels) return skip('not built here');
    const input = arrays();
    const found = mattes(kernels, input, matrix);
    const expected = mattesReference(input, matrix);
    expect(expected.count).toBeGreaterThan(2500);
    expect(expected.count).toBeLessThan(5000);
    expect(found.count).toBe(expected.count);
    expect(found.information).toBeCloseTo(expected.information, 5);
    for (let i = 0; i < 12; i++) {
      expect(Math.abs(found.gradient[i] - expected.gradient[i])).toBeLessThan(1e-4 * Math.hypot(...expected.gradient));
    }
  });

  it('keeps to the points chosen, and extends the image beyond its border', async () => {
    const kernels = await loadKernels();
    const input = arrays();
    const counted = Uint8Array.from(input.fixedBins, (_, i) => (i % 3 ? 1 : 0));
    const found = mattes(kernels, { ...input, counted }, matrix);
    const expected = mattesReference({ ...input, counted }, matrix);
    expect(found.count).toBe(counted.reduce((a, b) => a + b, 0));
    expect(found.information).toBeCloseTo(expected.information, 5);
    for (let i = 0; i < 12; i++) {
      expect(Math.abs(found.gradient[i] - expected.gradient[i])).toBeLessThan(1e-4 * Math.hypot(...expected.gradient));
    }
  });

  it('has the gradient of its value', async () => {
    const kernels = await loadKernels();
    const input = arrays();
    // Without points that cross the border while the matrix changes: the number of points is held constant.
    for (let i = 0; i < input.points.length; i++) input.points[i] *= 0.6;
    const { gradient } = mattes(kernels, input, matrix);
    for (let i = 0; i < 12; i++) {
      const h = i % 4 === 3 ? 1e-2 : 2e-3;
      const at = (step: number): number =>
        mattes(
          kernels,
          input,
          matrix.map((value, k) => (k === i ? value + step : value)),
        ).information;
      const slope = (at(h) - at(-h)) / (2 * h);
      expect(Math.abs(gradient[i] - slope)).toBeLessThan(0.02 * Math.hypot(...gradient));
    }
  });

  it('gives the same bits with any number of threads', async () => {
    const one = mattes(await loadKernels({ threads: 1 }), arrays(), matrix);
    const three = mattes(await loadKernels({ threads: 3 }), arrays(), matrix);
    expect(three).toEqual(one);
  });

  it('is zero where nothing overlaps', async () => {
    const away = matrix.map((value, i) => (i === 3 ? 1000 : value));
    const { information, count, gradient } = mattes(await loadKernels(), arrays(), away);
    expect([information, count, ...gradient]).toEqual(new Array<number>(14).fill(0));
  });
});
