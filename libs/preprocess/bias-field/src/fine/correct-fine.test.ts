import { gaussianSmooth, identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { formulaHead } from '../formula-head.test-data.ts';
import { correctFine } from './correct-fine.ts';

const { image, mask, logField } = formulaHead();

/** Deviation, within the mask, of the found log field from the true one. */
function residual(field: Volume): number {
  const differences = Array.from(field.voxels, (value, i) => Math.log(value) - logField[i]).filter(
    (_, i) => mask.voxels[i],
  );
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  return Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length);
}

/** Enough to see it work. */
const quick = { iterations: 6, cutoffMm: 100 };

const mapped = (change: (value: number, index: number) => number): Volume => image.with(image.voxels.map(change));

describe('correctFine', () => {
  it('finds the field and the tissues, and the objective never rises', async () => {
    const { field, volume, objective, mixture } = await correctFine(image, { mask, ...quick });
    expect(residual(image.with(image.voxels.map(() => 1)))).toBeGreaterThan(0.08);
    expect(residual(field)).toBeLessThan(0.02);
    for (let i = 1; i < objective.length; i++) expect(objective[i]).toBeLessThanOrEqual(objective[i - 1] + 1e-9);
    expect(volume.voxels[40000] * field.voxels[40000]).toBeCloseTo(image.voxels[40000], 2);
    const logs = field.voxels.filter((_, i) => mask.voxels[i] > 0).map(Math.log);
    expect(Math.abs(logs.reduce((sum, value) => sum + value, 0) / logs.length)).toBeLessThan(1e-3);
    for (const tissue of [45, 105, 150]) {
      expect(Math.min(...mixture.means.map((mean) => Math.abs(mean / tissue - 1)))).toBeLessThan(0.05);
    }
  });

  it('does with tissue priors as well as without', async () => {
    const corrected = mapped((value, i) => value / Math.exp(logField[i]));
    const between = [0, 75, 128, 1e9];
    const [csf, gm, wm] = [0, 1, 2].map((k) =>
      gaussianSmooth(
        corrected.with(
          corrected.voxels.map((value, i) =>
            Number(mask.voxels[i] > 0 && value > between[k] && value < between[k + 1]),
          ),
        ),
        0.7,
      ),
    );
    expect(residual((await correctFine(image, { mask, priors: { csf, gm, wm }, ...quick })).field)).toBeLessThan(0.02);
  });

  it('leaves an even image alone', async () => {
    const { field } = await correctFine(
      mapped((value, i) => value / Math.exp(logField[i])),
      { mask, iterations: 10 },
    );
    const logs = field.voxels.filter((_, i) => mask.voxels[i] > 0).map(Math.log);
    expect(Math.sqrt(logs.reduce((sum, value) => sum + value * value, 0) / logs.length)).toBeLessThan(0.02);
  });

  it('stops when aborted', async () => {
    const stop = new AbortController();
    const stopped = correctFine(image, {
      mask,
      signal: stop.signal,
      onProgress: (f) => f > 0 && stop.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it('refuses what it cannot work on', async () => {
    await expect(
      correctFine(
        mapped((value, i) => (i === 9 ? Infinity : value)),
        { mask },
      ),
    ).rejects.toThrow(/finite voxels, found 1/);
    await expect(
      correctFine(
        mapped(() => 3),
        { mask },
      ),
    ).rejects.toThrow(/contrast, found 3/);
    await expect(correctFine(image, { mask: Volume.zeros(image) })).rejects.toThrow(/samples in the mask, found 0/);
    const elsewhere = Volume.zeros({ shape: [8, 8, 8], affine: identityAffine });
    await expect(correctFine(image, { mask: elsewhere })).rejects.toThrow(/volume and mask/);
    await expect(correctFine(image, { mask, priors: { gm: elsewhere } })).rejects.toThrow(/volume and gm prior/);
    await expect(correctFine(image, { mask, cutoffMm: -1 })).rejects.toThrow(/positive cutoffMm/);
  });
});
