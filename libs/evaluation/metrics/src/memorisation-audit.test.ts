import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { auditMemorisation } from './memorisation-audit.ts';

const size = 20;

/** A ball of fixed size with individual smooth texture: alike in gross shape, different in detail, as brains are. */
function brain(seed: string): Volume {
  const random = createRandom(seed);
  const waves = Array.from({ length: 12 }, () => Array.from({ length: 4 }, () => random.normal()));
  const voxels = Float32Array.from({ length: size ** 3 }, (_, i) => {
    const [x, y, z] = [i % size, Math.floor(i / size) % size, Math.floor(i / size ** 2)].map(
      (c) => (c - size / 2) / (size / 2),
    );
    if (x * x + y * y + z * z > 0.8) return 0;
    return 0.6 + waves.reduce((sum, [a, b, c, d]) => sum + 0.05 * Math.sin(3 * (a * x + b * y + c * z) + 6 * d), 0);
  });
  return new Volume(voxels, { shape: [size, size, size], affine: identityAffine });
}

const training = Array.from({ length: 12 }, (_, i) => brain(`training ${i}`));

describe('auditMemorisation', () => {
  it('flags a noisy, brighter copy and names its original, and no new brain', async () => {
    const random = createRandom(1);
    const copy = training[7].with(
      training[7].voxels.map((value) => (value > 0 ? 0.1 + 1.2 * value + 0.03 * random.normal() : 0)),
    );
    const fresh = Array.from({ length: 6 }, (_, i) => brain(`fresh ${i}`));
    const audit = await auditMemorisation(training, [...fresh, copy]);
    expect(audit.flagged).toBe(1);
    expect(audit.pairs.map((pair) => pair.flagged)).toEqual([false, false, false, false, false, false, true]);
    expect(audit.pairs[6]).toMatchObject({ synthetic: 6, training: 7 });
    expect(audit.pairs[6].distance).toBeLessThan(audit.distance.limit);
  });

  it('does not flag the mean of all, which is near to everything', async () => {
    const mean = training[0].with(
      training[0].voxels.map((_, i) => training.reduce((sum, { voxels }) => sum + voxels[i], 0) / 12),
    );
    const audit = await auditMemorisation(training, [mean]);
    expect(audit.pairs[0].distance).toBeLessThan(audit.distance.limit);
    expect(audit.flagged).toBe(0);
  });

  it('is not blinded by a scan that is in the training set twice', async () => {
    const audit = await auditMemorisation([...training, training[3]], [training[5]]);
    expect(audit.flagged).toBe(1);
    expect(audit.pairs[0].distance).toBeCloseTo(0, 3);
  });

  it('refuses a training set too small to compare with, and volumes of another shape', async () => {
    await expect(auditMemorisation(training.slice(0, 3), training)).rejects.toThrow(
      'at least 4 training volumes, found 3',
    );
    const other = new Volume(new Float32Array(8), { shape: [2, 2, 2], affine: identityAffine });
    await expect(auditMemorisation(training, [other])).rejects.toThrow('found 2 x 2 x 2 at synthetic[0]');
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
