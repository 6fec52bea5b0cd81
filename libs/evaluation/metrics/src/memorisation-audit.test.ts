import { createRandom, freezeAffine, identityAffine, reorient, resample, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { auditMemorisation } from './memorisation-audit.ts';
import type { FeatureExtractor } from './feature-extractor.ts';

const size = 24;

/** A ball of fixed size with individual smooth texture: alike in gross shape, different in detail, as brains are. */
function brain(seed: string): Volume {
  const random = createRandom(seed);
  const waves = Array.from({ length: 12 }, () => Array.from({ length: 4 }, () => random.normal()));
  const voxels = Float32Array.from({ length: size ** 3 }, (_, i) => {
    const [x, y, z] = [i % size, Math.floor(i / size) % size, Math.floor(i / size ** 2)].map(
      (c) => (c - size / 2) / (size / 2),
    );
    if (x * x + y * y + z * z > 0.6) return 0;
    return 0.6 + waves.reduce((sum, [a, b, c, d]) => sum + 0.05 * Math.sin(3 * (a * x + b * y + c * z) + 6 * d), 0);
  });
  return new Volume(voxels, { shape: [size, size, size], affine: identityAffine });
}

const people = (kind: string, count: number) => Array.from({ length: count }, (_, i) => brain(`${kind} ${i}`));
const training = people('training', 12);
const unseen = people('unseen', 12);
const x = (i: number) => i % size;
const moved = freezeAffine(identityAffine.map((row, i) => (i === 1 ? [0, 1, 0, 2] : [...row])));
const random = createRandom(1);

const copies: [kind: string, of: number, volume: Volume][] = [
  ['exact', 7, training[7]],
  ['mirrored', 2, training[2].with(training[2].voxels.map((_, i) => training[2].voxels[i - x(i) + (size - 1 - x(i))]))],
  ['noisy', 3, training[3].with(training[3].voxels.map((value) => (value > 0 ? value + 0.08 * random.normal() : 0)))],
  ['shifted', 4, resample(training[4], training[4], { transform: moved })],
  ['brightened', 5, training[5].with(training[5].voxels.map((value) => (value > 0 ? 0.1 + 1.2 * value : 0)))],
  [
    'half of one and half of another',
    6,
    training[6].with(training[6].voxels.map((value, i) => (x(i) < size / 2 ? value : training[9].voxels[i]))),
  ],
];

describe('auditMemorisation', () => {
  it('flags planted copies of six kinds, names their originals, and flags no unseen person', async () => {
    const fresh = people('fresh', 6);
    const { flagged, pairs, reference } = await auditMemorisation(
      training,
      [...fresh, ...copies.map(([, , volume]) => volume)],
      { unseen },
    );
    expect(reference).toMatchObject({ of: 'unseen people', n: 12, flagged: 0 });
    expect(pairs.slice(0, 6).map((pair) => pair.flagged)).toEqual(fresh.map(() => false));
    expect(flagged).toBe(6);
    const found = pairs.slice(6);
    expect(found.slice(0, 5).map((pair) => pair.training)).toEqual([7, 2, 3, 4, 5]);
    expect([6, 9]).toContain(found[5].training);
    expect(found[5].part).toMatch(/left|right/);
    expect(found.map((pair) => pair.mirrored)).toEqual([false, true, false, false, false, false]);
    expect(found[0].identical).toBe(true);
  });

  it('finds a half of each of two heads that lay elsewhere, so that the centre is neither one’s', async () => {
    const along = (millimetres: number) =>
      freezeAffine(identityAffine.map((row, i) => (i === 1 ? [0, 1, 0, millimetres] : [...row])));
    const [one, other] = [training[6], training[9]].map((volume, i) =>
      resample(volume, volume, { transform: along(i === 0 ? 1 : -1) }),
    );
    const halves = one.with(one.voxels.map((value, i) => (x(i) < size / 2 ? value : other.voxels[i])));
    const { pairs } = await auditMemorisation(training, [halves], { unseen });
    expect([6, 9]).toContain(pairs[0].training);
    expect(pairs[0].part).toMatch(/left|right/);
    // 0.60 where both are only centred.
    expect(pairs[0].similarity).toBeGreaterThan(0.9);
  });

  it('does not flag the mean of all, which is near to everything', async () => {
    const mean = training[0].with(
      training[0].voxels.map((_, i) => training.reduce((sum, { voxels }) => sum + voxels[i], 0) / 12),
    );
    expect((await auditMemorisation(training, [mean], { unseen })).flagged).toBe(0);
  });

  it('is not blinded by scans that are in the training set twice, and takes it as its own reference where none is unseen', async () => {
    const twice = [...training, ...training];
    const audit = await auditMemorisation(twice, [training[5], brain('fresh')]);
    expect(audit.pairs.map((pair) => pair.flagged)).toEqual([true, false]);
    expect(audit.reference.of).toBe('training volumes, each against the others');
  });

  it('compares in the world: copies stored another way round are found', async () => {
    const { flagged } = await auditMemorisation(
      training,
      [reorient(training[1], 'LAS'), reorient(training[8], 'PSR')],
      {
        unseen,
      },
    );
    expect(flagged).toBe(2);
  });

  it('says which unseen people are training volumes, and does not count them', async () => {
    const { leaks, reference } = await auditMemorisation(training, [brain('fresh')], {
      unseen: [...unseen.slice(0, 9), training[0]],
    });
    expect(leaks).toEqual([9]);
    expect(reference.n).toBe(9);
  });

  it('gives a second opinion in feature space', async () => {
    const features: FeatureExtractor = {
      name: 'some voxels',
      settings: {},
      extract: ({ voxels }) => Promise.resolve(Float64Array.from(voxels.filter((_, i) => i % 97 === 0))),
    };
    const { pairs } = await auditMemorisation(training, [training[3], brain('fresh')], { unseen, features });
    expect(pairs[0].inFeatures?.training).toBe(3);
    expect(pairs[0].inFeatures?.index).toBeGreaterThan(3);
    expect(pairs[1].inFeatures?.index).toBeLessThan(3);
  });

  it('refuses a training set too small to compare with, and voxels that are not finite', async () => {
    await expect(auditMemorisation(training.slice(0, 3), training)).rejects.toThrow(
      'at least 4 training volumes, found 3',
    );
    const broken = brain('broken');
    broken.voxels[5] = NaN;
    await expect(auditMemorisation(training, [broken])).rejects.toThrow('found NaN at voxel 5 of synthetic[0]');
  });

  it('reports progress and stops when aborted', async () => {
    const seen: number[] = [];
    await auditMemorisation(training, training.slice(0, 2), { onProgress: (fraction) => seen.push(fraction) });
    expect(seen.at(-1)).toBe(1);
    await expect(
      auditMemorisation(training, training, { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
  });
});
