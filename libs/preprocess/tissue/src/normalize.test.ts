import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { defaultTargets, normalizeTissue } from './normalize-tissue.ts';
import { normalizeWithin } from './normalize-within.ts';
import { robustMean, trimmedMean } from './robust-means.ts';
import { segmentTissue } from './segment-tissue.ts';
import { syntheticBrain } from './synthetic-brain.test-data.ts';
import { whiteStripe } from './white-stripe.ts';

const line = (values: number[]): Volume =>
  new Volume(Float32Array.from(values), { shape: [values.length, 1, 1], affine: identityAffine });

describe('normalizeTissue', () => {
  it('lands the means on the targets, keeps 0 and goes on beyond white matter', () => {
    const out = normalizeTissue(line([0, 20, 60, 100, 140]), { means: { csf: 20, gm: 60, wm: 100 } });
    expect([...out.voxels]).toEqual([0, 50, 150, 250, 350]);
  });

  it('brings scans of other scale and contrast together', async () => {
    const contrasts = [
      [30, 75, 110],
      [300, 600, 1100],
      [12, 40, 52],
    ];
    for (const [k, means] of contrasts.entries()) {
      const brain = syntheticBrain(10 + k, means, 0.04 * means[2]);
      const { means: found } = await segmentTissue(brain.image, { mask: brain.mask });
      const out = normalizeTissue(brain.image, { means: found });
      for (const name of ['csf', 'gm', 'wm'] as const) {
        const pure = out.voxels.filter((_, i) => brain.fractions[name].voxels[i] === 1);
        const mean = pure.reduce((sum, value) => sum + value, 0) / pure.length;
        expect(Math.abs(mean - defaultTargets[name]), `${name} of contrast ${k}`).toBeLessThan(
          0.02 * defaultTargets.wm,
        );
      }
    }
  });

  it('refuses means out of order', () => {
    const volume = line([0, 1]);
    expect(() => normalizeTissue(volume, { means: { csf: 5, gm: 4, wm: 9 } })).toThrow(/CSF darker than GM.*5, 4, 9/);
    const means = { csf: 1, gm: 2, wm: 3 };
    expect(() => normalizeTissue(volume, { means, targets: { csf: 1, gm: 1, wm: 3 } })).toThrow(/targets/);
    expect(() => normalizeTissue(volume, { means: { csf: NaN, gm: 4, wm: 9 } })).toThrow(RangeError);
  });
});

describe('normalizeWithin', () => {
  const random = createRandom(4);
  const volume = line(Array.from({ length: 1000 }, () => 100 + 20 * random.normal()));
  const mask = volume.with(Uint8Array.from({ length: 1000 }, (_, i) => (i < 800 ? 1 : 0)));
  const inside = (v: Volume): Float32Array => v.voxels.slice(0, 800);

  it('is exactly 0 outside and 0 to 1 inside, the quantiles at the ends', () => {
    const out = normalizeWithin(volume, { mask, method: 'percentile', low: 0.1, high: 0.9 });
    expect(out.voxels.slice(800).every((value) => value === 0)).toBe(true);
    expect(Math.min(...out.voxels)).toBe(0);
    expect(Math.max(...out.voxels)).toBe(1);
    expect(inside(out).filter((value) => value === 1).length).toBe(80);
    expect(inside(out).filter((value) => value === 0).length).toBe(80);
  });

  it('makes z-scores, and leaves a fixed range alone', () => {
    const z = inside(normalizeWithin(volume, { mask, method: 'zscore' }));
    const mean = z.reduce((sum, value) => sum + value, 0) / 800;
    expect(mean).toBeCloseTo(0, 5);
    expect(z.reduce((sum, value) => sum + value * value, 0) / 800).toBeCloseTo(1, 5);
    const ranged = normalizeWithin(line([0, 50, 100, 300]), {
      mask: line([1, 1, 1, 1]),
      method: 'range',
      from: 0,
      to: 200,
    });
    expect([...ranged.voxels]).toEqual([0, 0.25, 0.5, 1]);
    expect([...normalizeWithin(line([2, 4, 6]), { mask: line([1, 1, 0]), method: 'minmax' }).voxels]).toEqual([
      0, 1, 0,
    ]);
  });

  it('sets what is not finite to 0 and names what it cannot use', () => {
    expect([...normalizeWithin(line([NaN, 4, 6]), { mask: line([1, 1, 1]), method: 'minmax' }).voxels]).toEqual([
      0, 0, 1,
    ]);
    expect(() => normalizeWithin(line([3, 3]), { mask: line([1, 1]) })).toThrow(/contrast/);
    expect(() => normalizeWithin(line([3, 4]), { mask: line([0, 0]) })).toThrow(/mask/);
    expect(() => normalizeWithin(line([3, 4]), { mask: line([1, 1]), method: 'range', from: 1, to: 1 })).toThrow(
      /range/,
    );
    expect(() => normalizeWithin(line([3, 4]), { mask: line([1]) })).toThrow(/volume and mask/);
  });

  it('puts white matter at 0 by its stripe', () => {
    const brain = syntheticBrain(5);
    const values = brain.image.voxels.filter((_, i) => brain.mask.voxels[i] === 1);
    const stripe = whiteStripe(values);
    expect(Math.abs(stripe.mean - 110)).toBeLessThan(1.5);
    const out = normalizeWithin(brain.image, { mask: brain.mask, method: 'whitestripe' });
    const white = out.voxels.filter((_, i) => brain.fractions.wm.voxels[i] === 1);
    expect(Math.abs(white.reduce((sum, value) => sum + value, 0) / white.length)).toBeLessThan(1);
  });
});

describe('robust means', () => {
  it('trims outliers of the distribution', () => {
    const random = createRandom(6);
    const values = Float32Array.from({ length: 2000 }, (_, i) => (i % 10 === 0 ? 300 : 100 + 5 * random.normal()));
    const { mean, voxels } = trimmedMean(values);
    expect(Math.abs(mean - 100)).toBeLessThan(0.5);
    expect(voxels).toBeLessThanOrEqual(1800);
  });

  it('leaves out voxels in steep places', () => {
    const plateau = line([10, 10, 10, 10, 10, 20, 30, 40, 40, 40, 40, 40]);
    expect(robustMean(plateau, Int32Array.from([0, 1, 2, 3, 4, 5, 6])).mean).toBe(10);
  });
});
