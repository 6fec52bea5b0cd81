import { createRandom } from '@braingen/volume';
import { expect, test } from 'vitest';
import { contentRange } from './content-range.ts';

/** A thousand numbers of 0 to 1 after `before`. */
function voxels(...before: number[]): Float32Array {
  const random = createRandom(1);
  return Float32Array.from({ length: 1000 + before.length }, (_, i) => before[i] ?? random.uniform());
}

test('a plain volume spans all of its voxels', () => {
  const { range, outliers, padding } = contentRange(voxels(0, 1));
  expect([range, outliers, padding]).toEqual([[0, 1], 0, undefined]);
});

test.each([[1e6], [-1e6]])('one voxel of %d is an outlier', (extreme) => {
  const { range, outliers } = contentRange(voxels(0, 1, extreme));
  expect([range, outliers]).toEqual([[0, 1], 1]);
});

test('a spike is one among few voxels too', () => {
  const { range, outliers } = contentRange(voxels(0, 1, 1e6).subarray(0, 500));
  expect([range, outliers]).toEqual([[0, 1], 1]);
});

test('a padding of -1000 is none of the content; a dark background of 0 is', () => {
  const padded = contentRange(voxels(0, 1, ...Array.from({ length: 300 }, () => -1000)));
  expect(padded).toMatchObject({ range: [0, 1], padding: -1000, outliers: 0 });
  const stripped = contentRange(voxels(...Array.from({ length: 300 }, () => 0)).map((value) => value && value + 5));
  expect(stripped.range[0]).toBe(0);
  expect(stripped.padding).toBeUndefined();
});

test('a constant volume has no outliers', () => {
  expect(contentRange(new Float32Array(10).fill(3))).toMatchObject({ range: [3, 3], outliers: 0 });
});
