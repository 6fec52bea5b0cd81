import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { gaussianSet } from './gaussian-set.ts';

const training = Array.from({ length: 5 }, (_, i) => {
  const random = createRandom(`head ${i}`);
  return new Volume(
    Float32Array.from({ length: 27 }, () => random.uniform()),
    { shape: [3, 3, 3], affine: identityAffine },
  );
});

describe('gaussianSet', () => {
  it('draws as many volumes as are asked for, within the range learnt from, the same for a seed', () => {
    const set = gaussianSet(training, 6, 3);
    expect(set?.name).toBe('linear Gaussian');
    expect(set?.volumes).toHaveLength(6);
    for (const { voxels } of set!.volumes) {
      expect(Math.min(...voxels)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...voxels)).toBeLessThanOrEqual(1);
    }
    expect(gaussianSet(training, 6, 3)).toEqual(set);
    expect(gaussianSet(training, 6, 4)).not.toEqual(set);
  });

  it('needs two volumes', () => {
    expect(gaussianSet(training.slice(0, 1), 6, 3)).toBeUndefined();
  });
});
