import { freezeAffine, identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { scanMl } from './head.ts';

test('millilitres are those of the scan, whatever the template made of it', () => {
  const head = { volume: Volume.zeros({ shape: [2, 2, 2], affine: identityAffine }), measures: {}, warnings: [] };
  // The template is larger than this head: 1 mm of it is 0.8, 0.9 and 1 mm of the scan.
  const matrix = freezeAffine([
    [0, -0.9, 0, 12],
    [0.8, 0, 0.1, -3],
    [0, 0, 1, 5],
    [0, 0, 0, 1],
  ]);
  expect(scanMl({ ...head, matrix }, 2000)).toBeCloseTo(1440, 9);
  expect(scanMl(head, 2000)).toBe(2000);
});
