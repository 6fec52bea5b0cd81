import { identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { sameContent } from './same-content.ts';

const named = (name: string, ...voxels: number[]) => ({
  name,
  volume: new Volume(Float32Array.from(voxels), { shape: [voxels.length, 1, 1], affine: identityAffine }),
});

test('finds equal voxels under other names, and nothing else', () => {
  const groups = sameContent([
    named('a', 1, 2),
    named('b', 2, 1),
    named('c', 1, 2),
    named('d', 1, 2, 0),
    named('e', 2, 1),
  ]);
  expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
    ['a', 'c'],
    ['b', 'e'],
  ]);
});
