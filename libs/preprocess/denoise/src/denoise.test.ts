import { loadKernels } from '@braingen/kernels';
import { createRandom, gaussianSmooth, identityAffine, Volume, type Affine, type Shape3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { denoise } from './denoise.ts';

const shape: Shape3 = [56, 52, 48];

/** A head of nested ellipsoids with folded sheets through it, in air, blurred as a scanner's voxels are. */
function head(affine: Affine = identityAffine): Volume {
  const volume = Volume.zeros({ shape, affine });
  const [nx, ny, nz] = shape;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const r = Math.hypot((x - nx / 2) / (nx * 0.46), (y - ny / 2) / (ny * 0.46), (z - nz / 2) / (nz * 0.46));
        const fold = Math.sin(0.35 * x + 2 * Math.sin(0.15 * y)) * Math.cos(0.25 * z) > 0 ? 150 : 95;
        volume.voxels[x + nx * (y + ny * z)] = r > 1 ? 0 : r > 0.93 ? 200 : r > 0.85 ? 40 : fold;
      }
    }
  }
  const blurred = gaussianSmooth(volume, 0.6);
  return volume.with(blurred.voxels.map((value) => (value < 1 ? 0 : value)));
}

function addRician(volume: Volume, sigma: (index: number) => number, seed: string): Volume {
  const random = createRandom(seed);
  return volume.with(
    volume.voxels.map((value, i) => Math.hypot(value + sigma(i) * random.normal(), sigma(i) * random.normal())),
  );
}

function rmse(a: Volume, b: Volume, within: (index: number) => boolean): number {
  let sum = 0;
  let count = 0;
  a.voxels.forEach((value, i) => {
    if (!within(i)) return;
    sum += (value - b.voxels[i]) ** 2;
    count++;
  });
  return Math.sqrt(sum / count);
}

const truth = head();
const middleIndex = shape[0] / 2 + shape[0] * (shape[1] / 2 + (shape[1] * shape[2]) / 2);

/** Well within the folds, where the head is neither scalp nor air. */
function inside(i: number): boolean {
  const at = [i % shape[0], Math.floor(i / shape[0]) % shape[1], Math.floor(i / shape[0] / shape[1])];
  return Math.hypot(...at.map((value, axis) => (value / shape[axis] - 0.5) / 0.46)) < 0.8;
}

const noisy = addRician(truth, () => 12, 'denoise');

describe('denoise', () => {
  it.each([
    ['guided', 3.2],
    ['adaptive', 5.5],
  ] as const)('takes Rician noise of 12 off, %s', async (method, limit) => {
    const { volume, noise } = await denoise(noisy, { method });
    expect(rmse(noisy, truth, inside)).toBeGreaterThan(11);
    expect(rmse(volume, truth, inside)).toBeLessThan(limit);
    const found = noise.voxels.filter((_, i) => inside(i));
    expect(found.reduce((sum, value) => sum + value, 0) / found.length).toBeCloseTo(12, -0.5);
  });

  it('takes the bias off as well: air goes to zero, the mean of tissue is kept', async () => {
    const { volume } = await denoise(noisy);
    const air = volume.voxels.filter((_, i) => truth.voxels[i] === 0);
    expect(air.reduce((sum, value) => sum + value, 0) / air.length).toBeLessThan(4);
    let difference = 0;
    volume.voxels.forEach((value, i) => (difference += inside(i) ? value - truth.voxels[i] : 0));
    expect(Math.abs(difference) / volume.voxels.filter((_, i) => inside(i)).length).toBeLessThan(0.3);
  });

  it('says so where there is more noise than can be undone', async () => {
    const noisiest = await denoise(
      addRician(truth, () => 60, 'noisiest'),
      { searchRadius: 1 },
    );
    expect(noisiest.warnings).toEqual([expect.stringMatching(/noise is \d\d % of the tissue's mean/)]);
    expect((await denoise(noisy, { searchRadius: 1 })).warnings).toEqual([]);
  });

  it('finds noise that varies over the image', async () => {
    const sigma = (i: number): number => 6 + (12 * (i % shape[0])) / shape[0];
    const { noise } = await denoise(addRician(truth, sigma, 'varying'));
    const at = (x: number): number => noise.voxels[x + shape[0] * (shape[1] / 2 + shape[1] * (shape[2] / 2))];
    for (const x of [14, 28, 42]) expect(at(x) / sigma(x)).toBeGreaterThan(0.85);
    for (const x of [14, 28, 42]) expect(at(x) / sigma(x)).toBeLessThan(1.15);
  });

  it('takes Gaussian noise off without touching the mean', async () => {
    const random = createRandom('gaussian');
    const offset = truth.with(truth.voxels.map((value) => value - 50));
    const { volume } = await denoise(offset.with(offset.voxels.map((value) => value + 12 * random.normal())), {
      noise: 'gaussian',
    });
    expect(rmse(volume, offset, inside)).toBeLessThan(3.2);
  });

  it('keeps blanked voxels exactly zero and does not take them for noise', async () => {
    const stripped = noisy.with(noisy.voxels.map((value, i) => (truth.voxels[i] > 60 ? value : 0)));
    const { volume, noise } = await denoise(stripped);
    expect(volume.voxels.filter((value, i) => truth.voxels[i] === 0 && value !== 0).length).toBe(0);
    const middle = noise.voxels[middleIndex];
    expect(middle).toBeGreaterThan(10);
    expect(middle).toBeLessThan(14);
    expect(rmse(volume, truth, inside)).toBeLessThan(4);
  });

  it('measures correlated noise, which resampling leaves behind, at its full strength', async () => {
    const random = createRandom('correlated');
    const white = Float32Array.from(truth.voxels, () => random.normal());
    const along = white.map((value, i) => (value + (white[i + 1] ?? 0)) * Math.SQRT1_2 * 12);
    const flat = truth.with(truth.voxels.map((value, i) => (value > 0 ? 150 : 0) + along[i]));
    const { noise } = await denoise(flat, { noise: 'gaussian' });
    expect(noise.voxels[middleIndex]).toBeGreaterThan(10);
  });

  it('treats voxels with negative values as Gaussian and says so', async () => {
    const { warnings } = await denoise(noisy.with(noisy.voxels.map((value, i) => (i % 1000 === 0 ? -1 : value))));
    expect(warnings).toEqual([expect.stringMatching(/^\d+ voxels are negative/)]);
  });

  it('leaves a volume without noise alone', async () => {
    const clean = truth.with(truth.voxels.map((value) => (value > 120 ? 150 : value > 60 ? 95 : 0)));
    const { volume, noise, warnings } = await denoise(clean);
    expect(rmse(volume, clean, () => true)).toBeLessThan(1e-4);
    expect(noise.voxels.every((value) => value === 0)).toBe(true);
    expect(warnings).toHaveLength(1);
  });

  it('hardly touches one with no noise but that of rounding', async () => {
    const { volume } = await denoise(truth.with(truth.voxels.map(Math.round)));
    expect(rmse(volume, truth, inside)).toBeLessThan(1);
  });

  it('scales with the intensities', async () => {
    const { volume } = await denoise(noisy);
    const tiny = await denoise(noisy.with(noisy.voxels.map((value) => value * 1e-8)));
    expect(rmse(tiny.volume.with(tiny.volume.voxels.map((value) => value * 1e8)), volume, () => true)).toBeLessThan(
      1e-2,
    );
  });

  it('gives the same bits with one thread and two, and nearly the same on WebAssembly', async () => {
    const two = await denoise(noisy, { kernels: await loadKernels({ threads: 2 }) });
    const one = await denoise(noisy, { kernels: await loadKernels({ threads: 1 }) });
    expect(one.volume.voxels).toEqual(two.volume.voxels);
    const wasm = await denoise(noisy, { kernels: await loadKernels({ runtime: 'wasm', threads: 1 }) });
    expect(rmse(wasm.volume, two.volume, () => true)).toBeLessThan(0.02);
  });

  it('takes anisotropic, coarse and fine voxels', async () => {
    for (const size of [
      [1, 1, 6],
      [4, 4, 4],
      [0.5, 0.5, 0.5],
    ]) {
      const affine: Affine = [
        [size[0], 0, 0, 0],
        [0, size[1], 0, 0],
        [0, 0, size[2], 0],
        [0, 0, 0, 1],
      ];
      const { volume } = await denoise(new Volume(noisy.voxels, { shape, affine }));
      expect(volume.spacing).toEqual(size);
      expect(rmse(volume, truth, inside)).toBeLessThan(4);
    }
  });

  it('reports progress up to 1 and stops when aborted', async () => {
    const fractions: number[] = [];
    await denoise(noisy, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const stop = new AbortController();
    const stopped = denoise(noisy, {
      signal: stop.signal,
      onProgress: (fraction) => fraction > 0.3 && stop.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it('refuses what it cannot work on', async () => {
    const with_ = (value: number): Volume => noisy.with(noisy.voxels.map((v, i) => (i === 5 ? value : v)));
    await expect(denoise(with_(NaN))).rejects.toThrow(/finite voxels, found 1/);
    await expect(denoise(noisy.with(noisy.voxels.map(() => 7)))).rejects.toThrow(/contrast, found 7/);
    await expect(denoise(Volume.zeros({ shape: [20, 20, 3], affine: identityAffine }))).rejects.toThrow(/20 x 20 x 3/);
    await expect(denoise(noisy, { mask: Volume.zeros(noisy) })).rejects.toThrow(/mask with voxels/);
    const elsewhere = Volume.zeros({ shape: [4, 4, 4], affine: identityAffine });
    await expect(denoise(noisy, { mask: elsewhere })).rejects.toThrow(/volume and mask/);
    await expect(denoise(noisy, { searchRadius: 0 })).rejects.toThrow(/searchRadius/);
  });
});
