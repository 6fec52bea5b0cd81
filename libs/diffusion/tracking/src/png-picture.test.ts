import { expect, test } from 'vitest';
import { pngPicture } from './png-picture.ts';

test('the size is that of the header, wherever the bytes lie', () => {
  const bytes = new Uint8Array(40);
  const png = bytes.subarray(5);
  png.set([
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1, 44, 0, 0, 0, 9,
  ]);
  expect(pngPicture(png)).toEqual({ png, width: 300, height: 9 });
});
