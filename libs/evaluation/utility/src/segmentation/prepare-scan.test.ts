import { freezeAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { heads } from './heads.test-data.ts';
import { prepareScan } from './prepare-scan.ts';

const [head] = heads('sub', 1);

test('intensities of another scale make the same scan, and labels become classes', () => {
  const { volume, classes } = prepareScan(head, [4, 7], head.volume);
  const darker = prepareScan(
    { ...head, volume: head.volume.with(head.volume.voxels.map((value) => value / 256)) },
    [4, 7],
    head.volume,
  );
  expect(darker.volume.voxels).toEqual(volume.voxels);
  const label = [0, 4, 7];
  expect(Array.from(classes, (kind) => label[kind])).toEqual(Array.from(head.map.voxels));
  expect(new Set(prepareScan(head, [7], head.volume).classes)).toEqual(new Set([0, 1]));
});

test('another grid is looked up where it lies', () => {
  const affine = freezeAffine(
    head.map.affine.map((row, i) => row.map((value, j) => (i === 0 && j === 3 ? value + 5 : value))),
  );
  const { classes } = prepareScan(head, [4, 7], { shape: head.map.shape, affine });
  expect(classes[4 + 10 * (4 + 10 * 4)]).toBe(prepareScan(head, [4, 7], head.map).classes[5 + 10 * (4 + 10 * 4)]);
});

test('a volume of nothing is named', () => {
  const nothing = { ...head, volume: Volume.zeros(head.volume) };
  expect(() => prepareScan(nothing, [4], head.volume)).toThrow('sub-0: expected intensities above 0');
  const broken = { ...head, volume: head.volume.with(head.volume.voxels.map((value, i) => (i === 7 ? NaN : value))) };
  expect(() => prepareScan(broken, [4], head.volume)).toThrow(
    'sub-0: expected finite intensities in its volume, found NaN',
  );
});
