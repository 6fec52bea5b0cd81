import { identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { mark } from './mark.ts';
import { misplaced, type ReadVolume } from './misplaced.ts';

const volumeOf = (value: number): Volume =>
  new Volume(new Float32Array(8).fill(value), { shape: [2, 2, 2], affine: identityAffine });
const real = (name: string, value: number): ReadVolume => ({ name, volume: volumeOf(value) });
const made = async (name: string, value: number): Promise<ReadVolume> => {
  const volume = volumeOf(value);
  const facts = {
    GeneratedBy: { Name: 'braingen', Version: '0.1.0' },
    Model: { SHA256: 'ab'.repeat(32) },
    Seed: 1,
    Number: value,
  };
  const { extensions } = await mark([volume], facts);
  return { name, volume, extensions };
};

describe('misplaced', () => {
  it('says nothing of sets that are what they are called, marked or by another program', async () => {
    expect(await misplaced([real('a', 1), real('b', 2)], [await made('c', 3)])).toEqual([]);
    expect(await misplaced([real('a', 1)], [real('c', 3)])).toEqual([]);
  });

  it('names a synthetic one among the real', async () => {
    expect(await misplaced([real('a', 1), await made('b', 2)], [await made('c', 3)])).toEqual([
      'b is counted as real, but its header says that it is synthetic.',
    ]);
  });

  it('names a real one among the synthetic, by its lack of a mark or by its voxels', async () => {
    expect(await misplaced([real('a', 1)], [await made('c', 3), real('d', 4)])).toEqual([
      'd is counted as synthetic, but unlike others of its set it does not say so.',
    ]);
    expect(await misplaced([real('a', 1)], [real('d', 1)])).toEqual([
      'd is counted as synthetic, but has the voxels of a.',
    ]);
  });

  it('names one that was changed', async () => {
    const one = await made('c', 3);
    one.volume.voxels[0] = 4;
    expect(await misplaced([real('a', 1)], [one])).toEqual([
      'c was changed since it was made: its voxels are not those that were marked.',
    ]);
  });
});
