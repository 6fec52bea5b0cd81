import { freezeAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { heads } from './heads.test-data.ts';
import { labelsOfSets } from './labels-of-sets.ts';
import type { MappedVolume } from './mapped-volume.ts';

const sets = { training: heads('sub', 2), synthetic: heads('sample', 2), unseen: heads('new', 2) };
const withLabels = (items: readonly MappedVolume[], change: (label: number) => number): MappedVolume[] =>
  items.map((item) => ({ ...item, map: item.map.with(Float32Array.from(item.map.voxels, change)) }));

test('labels are those of the maps, or those that are wanted', () => {
  expect(labelsOfSets(sets)).toEqual([4, 7]);
  expect(labelsOfSets(sets, [7, 7])).toEqual([7]);
});

test('a label that a set lacks is named, unless others are wanted', () => {
  const odd = { ...sets, unseen: withLabels(sets.unseen, (label) => (label === 7 ? 2035 : label)) };
  expect(() => labelsOfSets(odd)).toThrow('found 7 in training and synthetic alone, 2035 in unseen alone');
  expect(() => labelsOfSets(sets, [4, 9])).toThrow('found 9 in none');
  expect(labelsOfSets(odd, [4])).toEqual([4]);
});

test('maps that are none are named', () => {
  const [first] = sets.unseen;
  const half = { ...first, source: 'maps/new-0_dseg.nii.gz', map: first.map.with(first.volume.voxels.fill(0.5)) };
  expect(() => labelsOfSets({ ...sets, unseen: [half] })).toThrow(
    'maps/new-0_dseg.nii.gz: expected whole numbers from 0 in a label map, found 0.5',
  );
  const affine = freezeAffine(
    first.map.affine.map((row, i) => row.map((value, j) => (i === 0 && j === 3 ? 0 : value))),
  );
  const moved = { ...first, map: new Volume(first.map.voxels, { shape: first.map.shape, affine }) };
  expect(() => labelsOfSets({ ...sets, unseen: [moved] })).toThrow(
    /^new-0: expected a label map on the grid of its volume, 10x10x10.*first at \(-25.*found 10x10x10.*first at \(0/,
  );
  const empty = Object.fromEntries(Object.entries(sets).map(([set, items]) => [set, withLabels(items, () => 0)]));
  expect(() => labelsOfSets(empty as typeof sets)).toThrow('expected from 1 to 255 labels in the maps, found 0');
});
