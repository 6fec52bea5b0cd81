import { freezeAffine } from '@braingen/volume';
import { expect, test } from 'vitest';
import { scanMl } from './measures.ts';

test('millilitres are those of the scan, whatever the template made of it', () => {
  // The template is larger than this head: 1 mm of it is 0.8, 0.9 and 1 mm of the scan.
  const matrix = freezeAffine([
    [0, -0.9, 0, 12],
    [0.8, 0, 0.1, -3],
    [0, 0, 1, 5],
    [0, 0, 0, 1],
  ]);
  expect(scanMl(2000, matrix)).toBeCloseTo(1440, 9);
  expect(scanMl(2000, undefined)).toBe(2000);
});
