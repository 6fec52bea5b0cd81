import { identityAffine } from '@braingen/volume';
import { expect, test } from 'vitest';
import { checksum } from './checksum.ts';
import type { PreparedVolume } from './prepared-volume.ts';
import { sameContent } from './same-content.ts';

function named(name: string, ...numbers: number[]): PreparedVolume & { name: string } {
  const voxels = Float32Array.from(numbers);
  const grid = { shape: [voxels.length, 1, 1], affine: identityAffine } as const;
  return { name, grid, range: [0, 2], robust: [0, 2], checksum: checksum(voxels), read: () => Promise.resolve(voxels) };
}

test('finds equal voxels under other names, and nothing else', async () => {
  const groups = await sameContent([
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
