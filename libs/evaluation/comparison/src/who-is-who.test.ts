import { identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { tellApart } from './who-is-who.ts';

const item = (name: string, value = name.length + name.charCodeAt(name.length - 1)) => ({
  name,
  path: `${name}.nii.gz`,
  volume: new Volume(new Float32Array(8).fill(value), { shape: [2, 2, 2], affine: identityAffine }),
});
const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);
const real = ['sub-01', 'sub-02_ses-1', 'sub-02_ses-2', 'sub-03', 'sub-04'].map((name) => item(name));

describe('tellApart', () => {
  it('takes everyone who was not learnt from as unseen, a participant with all sessions', () => {
    const { unseen, reference, people } = tellApart(real, [item('sub-02_ses-1')], undefined);
    expect(names(unseen)).toEqual(['sub-01', 'sub-03', 'sub-04']);
    expect(reference).toEqual(unseen);
    expect(people.map(({ set, names }) => [set, names.length])).toEqual([
      ['Training', 1],
      ['Unseen', 3],
    ]);
  });

  it('knows a training volume under another name by its voxels', () => {
    expect(names(tellApart(real, [item('other', real[0].volume.voxels[0])], undefined).unseen)).not.toContain('sub-01');
  });

  it('takes a list of participants, with and without sub-', () => {
    const { unseen, training } = tellApart(real, undefined, ['02', 'sub-04']);
    expect(names(unseen)).toEqual(['sub-02_ses-1', 'sub-02_ses-2', 'sub-04']);
    expect(names(training)).toEqual(['sub-01', 'sub-03']);
  });

  it('refuses a name that is nobody’s, and people who are on both sides', () => {
    expect(() => tellApart(real, undefined, ['sub-99'])).toThrow('found sub-99');
    expect(() => tellApart(real, [real[0]], ['sub-01'])).toThrow(
      'expected people that are not in the training set, found sub-01',
    );
  });

  it('says what cannot be known', () => {
    expect(tellApart(real, real, undefined)).toMatchObject({ reference: real, unseen: [] });
    expect(tellApart(real, real, undefined).warnings[0]).toMatch(/Nobody was held out/);
    expect(tellApart(real, undefined, undefined).warnings[0]).toMatch(/not known/);
    expect(tellApart(real, [real[0]], undefined).warnings[0]).toMatch(/4 unseen volumes are few/);
  });
});
