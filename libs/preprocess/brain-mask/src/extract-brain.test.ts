import { createPhantom } from '@braingen/phantom';
import { loadTemplate } from '@braingen/registration';
import {
  createRandom,
  crop,
  identityAffine,
  resample,
  Volume,
  type Grid,
  fillHoles,
  keepLargestComponent,
} from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { extractBrain } from './extract-brain.ts';
import { dice, registeredHead, type Head } from './test-heads.test-data.ts';

let prior: Volume;
const heads: Head[] = [];

beforeAll(async () => {
  prior = (await loadTemplate()).intracranialMask;
  heads.push(registeredHead(await createPhantom({ seed: 1, spacing: 2, fieldStrength: 0.03 }), prior));
});

describe('extractBrain', () => {
  it('finds the cavity of a whole head', async () => {
    for (const { image, truth } of heads) {
      const { mask, flags, volumeMl } = await extractBrain(image, { prior, library: [] });
      expect(dice(mask, truth)).toBeGreaterThan(0.95);
      expect(flags).toEqual([]);
      const cleaned = mask.voxels.slice();
      keepLargestComponent(cleaned, mask.shape);
      fillHoles(cleaned, mask.shape);
      expect(cleaned).toEqual(mask.voxels);
      expect(volumeMl).toBeCloseTo((mask.voxels.reduce((n, inside) => n + inside, 0) * 8) / 1000, 6);
    }
  });

  it('finds the same cavity in other units and voxels, beside inhomogeneity and voxels that are not finite', async () => {
    const { image, truth } = heads[0];
    const [nx] = image.shape;
    const shaded = image.with(
      image.voxels.map((value, i) => (i % 1009 === 0 ? NaN : 1000 * value * (0.8 + (0.4 * (i % nx)) / nx))),
    );
    expect(dice((await extractBrain(shaded, { prior, library: [] })).mask, truth)).toBeGreaterThan(0.945);
    const coarse = {
      shape: [60, 72, 60] as const,
      affine: prior.affine.map((row) => row.map((v, j) => (j < 3 ? v * 1.5 : v))),
    };
    const other = Volume.zeros(coarse as unknown as Grid);
    const { mask } = await extractBrain(resample(image, other), { prior, library: [] });
    expect(dice(mask, resample(truth, other, { interpolation: 'nearest' }))).toBeGreaterThan(0.94);
  });

  it('follows the head away from the prior', async () => {
    const { image, truth } = heads[0];
    const shifted = new Volume(prior.voxels, {
      shape: prior.shape,
      affine: prior.affine.map((row, i) =>
        row.map((v, j) => (i === 2 && j === 3 ? v + 5 : v)),
      ) as unknown as Grid['affine'],
    });
    const before = resample(shifted, image).voxels.map((p) => (p > 0.5 ? 1 : 0));
    const { mask } = await extractBrain(image, { prior: shifted, library: [] });
    expect(dice(mask, truth)).toBeGreaterThan(dice(image.with(Uint8Array.from(before)), truth) + 0.015);
  });

  it('recognises a stripped brain and keeps its extent, filled', async () => {
    const { image, truth } = heads[0];
    const stripped = image.with(image.voxels.map((value, i) => value * truth.voxels[i]));
    const hole = 45 + 91 * (54 + 109 * 50);
    stripped.voxels[hole] = 0;
    const { mask, flags, warnings } = await extractBrain(stripped, { prior, library: [] });
    expect(flags).toEqual(['stripped']);
    expect(warnings).toEqual([]);
    expect(dice(mask, truth)).toBeGreaterThan(0.985);
    expect(mask.voxels[hole]).toBe(1);
  });

  it('flags half a head', async () => {
    const { image } = heads[0];
    const half = crop(image, [0, 0, 35], [91, 109, image.shape[2] - 35]);
    expect((await extractBrain(half, { prior, library: [] })).flags).toContain('cut-off');
  });

  it('refuses what holds no head', async () => {
    const random = createRandom(3);
    const noise = Volume.zeros(prior);
    await expect(extractBrain(noise, { prior, library: [] })).rejects.toThrow(/contrast, found 0/);
    for (let i = 0; i < noise.voxels.length; i++) noise.voxels[i] = 100 + random.normal();
    await expect(extractBrain(noise, { prior, library: [] })).rejects.toThrow(/no edge/);
    const far = new Volume(noise.voxels, { shape: noise.shape, affine: identityAffine });
    const away = new Volume(prior.voxels, {
      shape: prior.shape,
      affine: prior.affine.map((row, i) =>
        row.map((v, j) => (i < 3 && j === 3 ? v + 1000 : v)),
      ) as unknown as Grid['affine'],
    });
    await expect(extractBrain(far, { prior: away })).rejects.toThrow(/overlaps.*0 ml/);
    await expect(extractBrain(noise, { prior, reachMm: 0 })).rejects.toThrow(/reachMm/);
  });
});
