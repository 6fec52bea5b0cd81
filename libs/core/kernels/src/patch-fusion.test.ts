import { describe, expect, it } from 'vitest';
import { availableRuntimes, loadKernels } from './load.ts';
import { libraryPadding, patchFusion } from './patch-fusion.ts';

const shape = [14, 13, 12] as const;
const [nx, ny, nz] = shape;
const count = nx * ny * nz;
const parameters = { patchRadius: 1, searchRadius: 2, bandwidth: 0.5, floor: 0.01 };

/** Numbers without pattern, from a formula. */
const noisy = (seed: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 1 + Math.sin(12.9898 * i * seed + 78.233 * ((i * i) % 97)));

const image = noisy(1, count);
const library = noisy(2, 2 * count + libraryPadding);
const labels = noisy(3, 2 * count + libraryPadding).map((value) => (value > 1 ? 1 : 0));
const places = Int32Array.from([3 + nx * (3 + ny * 3), 10 + nx * (9 + ny * 8), 6 + nx * (5 + ny * 6)]);

/** The definition, word for word. */
function expected(place: number): { fused: number; nearest: number } {
  const cube = (radius: number): number[] => {
    const offsets: number[] = [];
    for (let c = -radius; c <= radius; c++)
      for (let b = -radius; b <= radius; b++)
        for (let a = -radius; a <= radius; a++) offsets.push(a + nx * (b + ny * c));
    return offsets;
  };
  const patch = cube(parameters.patchRadius);
  const candidates = [0, count].flatMap((entry) =>
    cube(parameters.searchRadius).map((offset) => {
      const at = entry + place + offset;
      const d = patch.reduce((sum, o) => sum + (image[place + o] - library[at + o]) ** 2, 0) / patch.length;
      return { d, label: labels[at] };
    }),
  );
  const nearest = Math.min(...candidates.map(({ d }) => d));
  const h2 = parameters.bandwidth ** 2 * nearest + parameters.floor;
  const weights = candidates.map(({ d }) => Math.exp(-d / h2));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return { fused: candidates.reduce((sum, { label }, i) => sum + weights[i] * label, 0) / total, nearest };
}

describe.each(await availableRuntimes())('patchFusion on %s', (runtime) => {
  const run = async (threads: number, at = places): Promise<[Float32Array, Float32Array]> => {
    const kernels = await loadKernels({ runtime, threads });
    const [fused, nearest] = [new Float32Array(at.length), new Float32Array(at.length)];
    patchFusion(kernels, shape, { image, library, labels, places: at, fused, nearest }, parameters);
    return [fused, nearest];
  };

  it('is the weighted mean of the labels within reach', async () => {
    const [fused, nearest] = await run(1);
    places.forEach((place, i) => {
      expect(fused[i]).toBeCloseTo(expected(place).fused, 4);
      expect(nearest[i]).toBeCloseTo(expected(place).nearest, 5);
    });
  });

  it('finds an entry that is the image itself, and gives the same bits on one and two threads', async () => {
    const kernels = await loadKernels({ runtime });
    const same = Float32Array.from({ length: count + libraryPadding }, (_, i) => image[i] ?? 0);
    const own = labels.slice(0, count + libraryPadding);
    const [fused, nearest] = [new Float32Array(3), new Float32Array(3)];
    const sharp = { ...parameters, floor: 1e-4 };
    patchFusion(kernels, shape, { image, library: same, labels: own, places, fused, nearest }, sharp);
    expect([...nearest]).toEqual([0, 0, 0]);
    places.forEach((place, i) => expect(fused[i]).toBeCloseTo(own[place], 5));
    const many = Int32Array.from({ length: 200 }, (_, i) => 3 + (i % 8) + nx * (3 + (i % 7) + ny * (3 + (i % 6))));
    expect(await run(2, many)).toEqual(await run(1, many));
  });

  it('refuses what it would read beyond', async () => {
    await expect(run(1, Int32Array.from([2 + nx * (5 + ny * 5)]))).rejects.toThrow(/at least 3 voxels.*2,5,5/);
    const kernels = await loadKernels({ runtime });
    const [fused, nearest] = [new Float32Array(3), new Float32Array(3)];
    const short = library.subarray(0, 2 * count);
    const arrays = { image, library: short, labels, places, fused, nearest };
    expect(() => patchFusion(kernels, shape, arrays, parameters)).toThrow(/a whole number .* as entries, found/);
  });
});
