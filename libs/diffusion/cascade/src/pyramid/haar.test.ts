import { createRandom, type Shape3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { largestDifference, reference } from '../reference.test-data.ts';
import { haarJoin, haarSplit } from './haar.ts';

describe('haarSplit', () => {
  it('gives the coefficients of PyWavelets', () => {
    const { shape, volume, coarse, details } = reference.haar;
    const bands = haarSplit(Float32Array.from(volume), shape);
    expect(largestDifference(bands.coarse, coarse)).toBeLessThan(1e-6);
    expect(largestDifference(bands.details, details)).toBeLessThan(1e-6);
  });

  it('refuses odd sides and volumes of another size', () => {
    expect(() => haarSplit(new Float32Array(12), [2, 3, 2])).toThrow('expected even sides, found 2 x 3 x 2');
    expect(() => haarSplit(new Float32Array(9), [2, 2, 2])).toThrow('haarSplit: expected 2 x 2 x 2 numbers, found 9');
  });
});

describe('haarJoin', () => {
  it('brings the volume back', () => {
    const shape: Shape3 = [6, 4, 8];
    const random = createRandom(1);
    const volume = Float32Array.from({ length: 192 }, () => random.normal());
    expect(largestDifference(haarJoin(haarSplit(volume, shape), shape), volume)).toBeLessThan(1e-6);
  });
});
