import { freezeAffine, Volume } from '@braingen/volume';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { windowOf } from './intensity-window.ts';
import { lightbox, threePlanes } from './montage.ts';

const shape = [60, 72, 54] as const;
const affine = freezeAffine([
  [2, 0, 0, -60],
  [0, 2, 0, -72],
  [0, 0, 2, -54],
  [0, 0, 0, 1],
]);

/** A bright ball of radius 40 mm around the origin, its right half brighter. */
const ball = new Volume(
  Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => {
    const [x, y, z] = [i % 60, Math.floor(i / 60) % 72, Math.floor(i / (60 * 72))].map(
      (index, axis) => 2 * index + affine[axis][3],
    );
    return x * x + y * y + z * z > 1600 ? 0 : x > 0 ? 100 : 50;
  }),
  { shape, affine },
);

describe('threePlanes', () => {
  it('is a grey picture of sagittal, coronal and axial side by side at 1 mm a pixel', () => {
    const { width, height, channels } = decode(threePlanes(ball));
    expect([width, height, channels]).toEqual([144 + 120 + 120 + 2 * 4, 144, 1]);
  });

  it("shows the patient's right on the right of the axial slice", () => {
    const { width, data } = decode(threePlanes(ball, { at: [0, 0, 0], marks: false, window: [0, 100] }));
    const at = (x: number, y: number) => data[y * width + x];
    expect(at(144 + 4 + 120 + 4 + 90, 72)).toBe(255);
    expect(at(144 + 4 + 120 + 4 + 30, 72)).toBe(128);
    expect(at(144 + 4 + 120 + 4 + 2, 72)).toBe(0);
  });

  it('writes the marks by default', () => {
    expect(threePlanes(ball)).not.toEqual(threePlanes(ball, { marks: false }));
  });

  it('draws the border of a mask on another grid in colour', () => {
    const mask = new Volume(new Uint8Array(20 ** 3).fill(1), {
      shape: [20, 20, 20],
      affine: freezeAffine([
        [1, 0, 0, -9.75],
        [0, 1, 0, -9.75],
        [0, 0, 1, -9.75],
        [0, 0, 0, 1],
      ]),
    });
    const { data, channels, width } = decode(
      threePlanes(ball, { outline: mask, outlineColour: [255, 0, 0], at: [0, 0, 0] }),
    );
    expect(channels).toBe(3);
    const red: number[] = [];
    for (let i = 0; i < data.length; i += 3) if (data[i] === 255 && data[i + 1] === 0) red.push((i / 3) % width);
    // Three squares of 20 mm whose edges lie between pixels' centres: 4 x 19 border pixels each.
    expect(red).toHaveLength(3 * 76);
    expect(Math.min(...red)).toBeGreaterThan(50);
  });
});

describe('a diverging picture', () => {
  it('is blue below the middle of its window, orange above, black at it', () => {
    const field = ball.with(ball.voxels.map((value) => 1 + (value - 50) / 100));
    const png = threePlanes(field, { at: [0, 0, 0], marks: false, colours: 'diverging', window: [0.5, 1.5] });
    const { width, data, channels } = decode(png);
    expect(channels).toBe(3);
    const at = (x: number, y: number) => [...data.slice(3 * (y * width + x), 3 * (y * width + x) + 3)];
    const axial = 144 + 4 + 120 + 4;
    expect(at(axial + 2, 72)).toEqual([86, 180, 255]);
    expect(at(axial + 30, 72)).toEqual([0, 0, 0]);
    expect(at(axial + 90, 72)).toEqual([255, 160, 60]);
  });
});

describe('lightbox', () => {
  it('shows as many slices as asked for, from bottom to top', () => {
    const { width, height, data } = decode(lightbox(ball, { count: 6, columns: 3, marks: false }));
    expect([width, height]).toEqual([3 * 120 + 2 * 4, 2 * 144 + 4]);
    const lit = (column: number, row: number) => {
      let count = 0;
      for (let y = row * 148; y < row * 148 + 144; y++) {
        for (let x = column * 124; x < column * 124 + 120; x++) if (data[y * width + x] > 0) count++;
      }
      return count;
    };
    // The lowest and the highest slices cut a ball smallest.
    expect(lit(0, 0)).toBeLessThan(lit(2, 0));
    expect(lit(2, 1)).toBeLessThan(lit(0, 1));
  });
});

describe('windowOf', () => {
  it('goes from zero to nearly the brightest, and one window spans several volumes', () => {
    expect(windowOf(ball)).toEqual([0, 100]);
    expect(windowOf(ball, ball.with(ball.voxels.map((value) => 3 * value)))).toEqual([0, 300]);
  });

  it('reaches below zero where values do, and shows an empty volume black', () => {
    expect(windowOf(ball.with(ball.voxels.map((value) => value && value - 75)))[0]).toBeLessThan(-20);
    expect(windowOf(Volume.zeros(ball))).toEqual([0, 1]);
  });
});
