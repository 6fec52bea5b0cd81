import { createRandom, type Shape3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { describeVariation, drawVariation, noVariation, variationLabels, type Variation } from './augmentation.ts';
import { smoothField } from './smooth-field.ts';
import { vary } from './vary.ts';

const shape: Shape3 = [24, 20, 22];
const at = (x: number, y: number, z: number): number => (x * shape[1] + y) * shape[2] + z;
const none = [0, 0, 0] as const;
const still: Variation = {
  ...{ mirrored: false, shift: none, rotation: none, zoom: none, warp: 0, gain: 0 },
  random: createRandom(1),
};

/** A soft ball off the middle. */
function ball(x0: number, y0: number, z0: number): Float32Array {
  const volume = new Float32Array(24 * 20 * 22);
  for (let x = 0; x < 24; x++)
    for (let y = 0; y < 20; y++)
      for (let z = 0; z < 22; z++) volume[at(x, y, z)] = Math.exp(-((x - x0) ** 2 + (y - y0) ** 2 + (z - z0) ** 2) / 8);
  return volume;
}

function centre(volume: Float32Array): number[] {
  const sums = [0, 0, 0, 0];
  for (let x = 0; x < 24; x++)
    for (let y = 0; y < 20; y++)
      for (let z = 0; z < 22; z++) {
        const value = volume[at(x, y, z)];
        [1, x, y, z].forEach((factor, i) => (sums[i] += factor * value));
      }
  return [sums[1], sums[2], sums[3]].map((sum) => sum / sums[0]);
}

describe('vary', () => {
  const volume = ball(14.5, 9.5, 8.5);

  it('copies voxels where nothing is to be interpolated', () => {
    expect(vary(volume, shape, still)).toEqual(volume);
    const moved = vary(volume, shape, { ...still, mirrored: true, shift: [1, -2, 3] });
    expect(moved[at(5, 8, 4)]).toBe(volume[at(23 - 6, 6, 7)]);
    expect(moved[at(3, 1, 4)]).toBe(0);
    expect(moved[at(3, 5, 20)]).toBe(0);
  });

  it('interpolates where it must, to the same volume where nothing changes', () => {
    const same = vary(volume, shape, { ...still, zoom: [1e-7, 0, 0] });
    expect(Math.max(...same.map((value, i) => Math.abs(value - volume[i])))).toBeLessThan(1e-3);
  });

  it('turns about the middle', () => {
    // The first axis becomes the second: x' = middle + (x - middle) turned by 90 degrees.
    const [x, y, z] = centre(vary(volume, shape, { ...still, rotation: [0, 0, 90] }));
    expect(Math.hypot(x - 11.5, Math.abs(y - 9.5) - 3, z - 8.5)).toBeLessThan(0.1);
  });

  it('makes larger what is zoomed', () => {
    const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);
    const zoomed = vary(ball(11.5, 9.5, 10.5), shape, { ...still, zoom: [0.1, 0, 0] });
    expect(sum(zoomed) / sum(ball(11.5, 9.5, 10.5))).toBeCloseTo(1.1, 1);
  });

  it('mirrors what it warps, and scales intensities', () => {
    const [x] = centre(vary(volume, shape, { ...still, mirrored: true, zoom: [1e-7, 0, 0], gain: 0.1 }));
    expect(x).toBeCloseTo(23 - 14.5, 1);
    expect(vary(volume, shape, { ...still, gain: 0.1 })[at(14, 9, 8)]).toBeCloseTo(1.1 * volume[at(14, 9, 8)], 6);
  });
});

describe('drawVariation', () => {
  it('depends on its generator alone, and keeps within what it is given', () => {
    const augmentation = { mirror: true, shift: 2, rotation: 5, zoom: 0.05, warp: 1.5, gain: 0.1 };
    const random = createRandom(3);
    const labels = Array.from({ length: 200 }, (_, i) =>
      describeVariation(drawVariation(augmentation, random.fork(i)), augmentation),
    );
    expect(labels[0]).toHaveLength(variationLabels);
    expect(Math.max(...labels.flat().map(Math.abs))).toBeLessThanOrEqual(1);
    expect(labels.filter(([mirrored]) => mirrored).length / 200).toBeCloseTo(0.5, 0);
    expect(describeVariation(drawVariation(augmentation, random.fork(7)), augmentation)).toEqual(labels[7]);
  });

  it('says nothing of a volume that is as it was', () => {
    expect(describeVariation(drawVariation({}, createRandom(1)), {})).toEqual(noVariation);
  });
});

describe('smoothField', () => {
  it('has the deviation asked for and little change from voxel to voxel', () => {
    const field = smoothField([40, 40, 40], 8, 2, createRandom(5));
    const squares = field.reduce((sum, value) => sum + value * value, 0) / field.length;
    const steps = field.reduce((sum, value, i) => (i % 40 ? sum + (value - field[i - 1]) ** 2 : sum), 0) / field.length;
    expect(Math.sqrt(squares)).toBeGreaterThan(1.6);
    expect(Math.sqrt(squares)).toBeLessThan(2.4);
    expect(Math.sqrt(steps / squares)).toBeLessThan(0.25);
  });
});
