import { loadKernels } from '@braingen/kernels';
import { identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import itk from '../../../../test-fixtures/reference/bias-field/formula-head.json' with { type: 'json' };
import { formulaHead } from './formula-head.test-data.ts';
import { n4 } from './n4.ts';

const { image, mask, logField } = formulaHead();

/** A voxel inside the head. */
const hottest = mask.voxels.findIndex((inside, i) => inside > 0 && i > mask.voxels.length / 2);

/** Correlation with the true log field within the mask, and the deviation of the difference. */
function compare(field: Volume): { correlation: number; residual: number } {
  const pairs = Array.from(field.voxels, (value, i) => [Math.log(value), logField[i]]).filter((_, i) => mask.voxels[i]);
  const mean = [0, 1].map((k) => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length);
  const product = (j: number, k: number): number =>
    pairs.reduce((sum, pair) => sum + (pair[j] - mean[j]) * (pair[k] - mean[k]), 0) / pairs.length;
  const [aa, bb, ab] = [product(0, 0), product(1, 1), product(0, 1)];
  return { correlation: ab / Math.sqrt(aa * bb), residual: Math.sqrt(aa + bb - 2 * ab) };
}

const mapped = (change: (value: number, index: number) => number): Volume => image.with(image.voxels.map(change));

describe('n4', () => {
  it('finds the field at least as well as ITK with the same four levels and threshold', async () => {
    const same = { iterations: [50, 50, 50, 50], convergenceThreshold: 1e-7 };
    const { field, volume, convergence } = await n4(image, { mask, shrinkFactor: 1, ...same });
    const { correlation, residual } = compare(field);
    expect(correlation).toBeGreaterThanOrEqual(itk.correlation);
    expect(residual).toBeLessThanOrEqual(itk.residualDeviation);
    expect(volume.voxels[30000] * field.voxels[30000]).toBeCloseTo(image.voxels[30000], 3);
    expect(convergence[0].spans).toEqual([1, 1, 1]);
    expect(convergence[1].spans).toEqual([2, 2, 2]);
    for (const { variation } of convergence) expect(variation.at(-1)!).toBeLessThan(variation[0]);
  });

  it('keeps the scale of the intensities: the log field has mean 0 in the mask', async () => {
    const { field } = await n4(image, { mask, shrinkFactor: 1 });
    const logs = field.voxels.filter((_, i) => mask.voxels[i] > 0).map(Math.log);
    expect(Math.abs(logs.reduce((sum, value) => sum + value, 0) / logs.length)).toBeLessThan(1e-3);
    const brighter = await n4(
      mapped((value) => 1000 * value),
      { mask, shrinkFactor: 1 },
    );
    for (const i of [20000, 55000, 70000]) expect(brighter.field.voxels[i]).toBeCloseTo(field.voxels[i], 2);
  });

  it('masks the head by itself', async () => {
    expect(compare((await n4(image, { shrinkFactor: 1 })).field).correlation).toBeGreaterThan(0.9);
  });

  it('counts samples by their weights, of which 0 and 1 are a mask', async () => {
    const byMask = await n4(image, { mask, shrinkFactor: 2 });
    const byWeights = await n4(image, { mask: mask.with(mask.voxels.map(() => 1)), weights: mask, shrinkFactor: 2 });
    expect(byWeights.field.voxels).toEqual(byMask.field.voxels);
    const tissue = mask.with(mask.voxels.map((inside, i) => (inside && image.voxels[i] > 80 ? 1 : 0.05 * inside)));
    expect(compare((await n4(image, { mask, weights: tissue, shrinkFactor: 1 })).field).correlation).toBeGreaterThan(
      0.95,
    );
  });

  it.each([
    ['a spike in the air', (i: number) => i === 3 + 64 * 3, 32767],
    ['a burnt-in mark', (i: number) => i % 64 < 3 && i < 64 * 4, 4095],
    ['a spike in the head', (i: number) => i === hottest, 3000],
  ])('finds the same field with %s', async (_, isSpoilt, value) => {
    const [clean, spoilt] = [image, mapped((intensity, i) => (isSpoilt(i) ? value : intensity))];
    const [expected, found] = [(await n4(clean)).field.voxels, (await n4(spoilt)).field.voxels];
    const differences = expected.map((factor, i) => (mask.voxels[i] ? Math.abs(Math.log(found[i] / factor)) : 0));
    expect(Math.max(...differences)).toBeLessThan(0.02);
  });

  it('stops a level once the field hardly changes', async () => {
    const { convergence } = await n4(image, { mask, shrinkFactor: 1, convergenceThreshold: 1e-3 });
    for (const { variation } of convergence) {
      expect(variation.length).toBeLessThan(50);
      expect(variation.at(-1)!).toBeLessThan(1e-3);
    }
  });

  it('ends a level early by default, but not at the slow beginning of a strong field', async () => {
    const { convergence } = await n4(image, { mask, shrinkFactor: 1 });
    expect(convergence.some(({ variation }) => variation.length < 50)).toBe(true);
    const strong = mapped((value, i) => value * Math.exp(2 * logField[i]));
    for (const { variation } of (await n4(strong, { mask, shrinkFactor: 1 })).convergence) {
      expect(variation.length).toBeGreaterThan(1);
    }
  });

  it('shifts negative voxels and says so', async () => {
    const lowered = mapped((value) => value - 40);
    const { volume, field, warnings } = await n4(lowered, { mask, shrinkFactor: 2 });
    expect(warnings).toEqual([expect.stringMatching(/^\d+ voxels to be corrected are negative/)]);
    expect(volume.voxels.every(Number.isFinite)).toBe(true);
    expect(compare(field).correlation).toBeGreaterThan(0.8);
    const elsewhere = await n4(
      mapped((value, i) => (mask.voxels[i] ? value : value - 10)),
      { mask, shrinkFactor: 1 },
    );
    expect(elsewhere.warnings).toEqual([]);
    expect(compare(elsewhere.field).correlation).toBeGreaterThan(0.995);
  });

  it('takes thick slices, fine and coarse voxels', async () => {
    for (const size of [
      [1, 1, 6],
      [0.5, 0.5, 0.5],
      [8, 8, 8],
    ]) {
      const affine = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? (size[i] ?? 1) : 0)));
      const on = { shape: image.shape, affine: affine as never };
      const { field } = await n4(new Volume(image.voxels, on), { mask: new Volume(mask.voxels, on), shrinkFactor: 2 });
      expect(field.spacing).toEqual(size);
      expect(compare(field).correlation).toBeGreaterThan(0.9);
    }
  });

  it('gives the same bits with one thread and two, and nearly the same on WebAssembly', async () => {
    const options = { mask, shrinkFactor: 2, iterations: [10, 10] };
    const two = await n4(image, { ...options, kernels: await loadKernels({ threads: 2 }) });
    const one = await n4(image, { ...options, kernels: await loadKernels({ threads: 1 }) });
    expect(one.field.voxels).toEqual(two.field.voxels);
    const wasm = await n4(image, { ...options, kernels: await loadKernels({ runtime: 'wasm', threads: 1 }) });
    wasm.field.voxels.forEach((value, i) => {
      if (i % 997 === 0) expect(value).toBeCloseTo(two.field.voxels[i], 3);
    });
  });

  it('reports progress up to 1 and stops when aborted', async () => {
    const fractions: number[] = [];
    await n4(image, { mask, onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const stop = new AbortController();
    const stopped = n4(image, {
      mask,
      signal: stop.signal,
      onProgress: (f) => f > 0.2 && stop.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it('takes padding of -1000 for no part of the head', async () => {
    const padded = mapped((value, i) => (mask.voxels[i] ? value : -1000));
    const { volume, field } = await n4(padded);
    expect(compare(field).correlation).toBeGreaterThan(0.9);
    padded.voxels.forEach((value, i) => {
      if (value === -1000 && volume.voxels[i] !== -1000) throw new Error(`padding became ${volume.voxels[i]}`);
    });
  });

  it('refuses what it cannot work on', async () => {
    await expect(n4(mapped((value, i) => (i === 5 ? NaN : value)))).rejects.toThrow(/finite voxels, found 1/);
    await expect(n4(mapped(() => 3))).rejects.toThrow(/contrast, found 3/);
    await expect(n4(image, { mask: Volume.zeros(image) })).rejects.toThrow(/positive samples in the mask, found 0/);
    const elsewhere = Volume.zeros({ shape: [8, 8, 8], affine: identityAffine });
    await expect(n4(image, { mask: elsewhere })).rejects.toThrow(/volume and mask/);
    await expect(n4(image, { weights: elsewhere })).rejects.toThrow(/volume and weights/);
    const slice = Volume.zeros({ shape: [96, 96, 1], affine: identityAffine });
    await expect(n4(slice.with(slice.voxels.map((_, i) => i)))).rejects.toThrow(/two voxels.*found 96x96x1/);
    await expect(n4(image, { shrinkFactor: 0 })).rejects.toThrow(/positive shrinkFactor/);
    await expect(n4(image, { iterations: [] })).rejects.toThrow(/iterations/);
    await expect(n4(image, { splineDistanceMm: NaN })).rejects.toThrow(/splineDistanceMm/);
  });
});
