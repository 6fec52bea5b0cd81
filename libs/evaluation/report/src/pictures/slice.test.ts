import { freezeAffine, identityAffine, reorient, resample, Volume, type Affine } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { brightRange, centreOf, slice } from './slice.ts';

const affine: Affine = freezeAffine([
  [2, 0, 0, -41],
  [0, 2, 0, -47],
  [0, 0, 2, -35],
  [0, 0, 0, 1],
]);
const shape = [42, 48, 36] as const;

/** Glowing spots at places of the world, on a RAS grid of 2 mm that spans 84 x 96 x 72 mm around the origin. */
function lamps(...places: (readonly [number, number, number])[]): Volume {
  const voxels = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => {
    const voxel = [i % shape[0], Math.floor(i / shape[0]) % shape[1], Math.floor(i / (shape[0] * shape[1]))];
    const point = voxel.map((index, axis) => 2 * index + affine[axis][3]);
    return places.reduce(
      (sum, place) => sum + Math.exp(-place.reduce((d, value, axis) => d + (point[axis] - value) ** 2, 0) / 20),
      0,
    );
  });
  return new Volume(voxels, { shape, affine });
}

/** Right, front and top: no two directions look alike. */
const head = (): Volume => lamps([30, 0, 0], [0, 34, 0], [0, 0, 26]);

/** Where a slice is brightest among pixels that pass, as fractions of width and height from the upper left. */
function brightest(volume: Volume, options: Parameters<typeof slice>[1]): [number, number] {
  const { width, height, values } = slice(volume, { at: [0, 0, 0], ...options });
  const at = values.reduce((best, value, i) => (value > (values[best] || 0) ? i : best), 0);
  return [((at % width) + 0.5) / width, (Math.floor(at / width) + 0.5) / height];
}

describe('slice', () => {
  it.each(['RAS', 'LPS', 'LIA', 'PSR', 'AIL', 'SRP'])('shows a volume stored as %s the same way up', (code) => {
    const volume = reorient(head(), code);
    const expected = slice(head(), { plane: 'coronal', at: [0, 0, 0] });
    const found = slice(volume, { plane: 'coronal', at: [0, 0, 0] });
    expect([found.width, found.height]).toEqual([expected.width, expected.height]);
    found.values.forEach((value, i) => expect(value).toBeCloseTo(expected.values[i], 4));
  });

  it.each([
    { plane: 'axial', lamp: [30, 0, 0], place: [(42 + 30) / 84, 0.5] },
    { plane: 'axial', lamp: [0, 34, 0], place: [0.5, (48 - 34) / 96] },
    { plane: 'coronal', lamp: [30, 0, 0], place: [(42 + 30) / 84, 0.5] },
    { plane: 'coronal', lamp: [0, 0, 26], place: [0.5, (36 - 26) / 72] },
    { plane: 'sagittal', lamp: [0, 34, 0], place: [(48 + 34) / 96, 0.5] },
    { plane: 'sagittal', lamp: [0, 0, 26], place: [0.5, (36 - 26) / 72] },
  ] as const)('shows what lies at $lamp mm in its place on the $plane slice', ({ plane, lamp, place }) => {
    const found = brightest(lamps(lamp), { plane });
    expect(found[0]).toBeCloseTo(place[0], 1.5);
    expect(found[1]).toBeCloseTo(place[1], 1.5);
  });

  it('mirrors left and right, and nothing else, in radiological convention', () => {
    const one = slice(head(), { plane: 'axial', at: [0, 0, 0] });
    const other = slice(head(), { plane: 'axial', at: [0, 0, 0], convention: 'radiological' });
    expect(one.marks).toEqual(['L', 'R']);
    expect(other.marks).toEqual(['R', 'L']);
    for (let y = 0; y < one.height; y += 5) {
      for (let x = 0; x < one.width; x += 5) {
        expect(other.values[y * one.width + (one.width - 1 - x)]).toBeCloseTo(one.values[y * one.width + x], 4);
      }
    }
  });

  it('shows an oblique volume upright', () => {
    const [cos, sin] = [Math.cos(0.4), Math.sin(0.4)];
    const oblique = freezeAffine([
      [2 * cos, -2 * sin, 0, -22],
      [2 * sin, 2 * cos, 0, -62],
      [0, 0, 2, -35],
      [0, 0, 0, 1],
    ]);
    const turned = resample(lamps([0, 34, 0]), { shape: [60, 60, 36], affine: oblique });
    const { width, height } = slice(turned, { plane: 'axial', at: [0, 0, 0] });
    const found = brightest(turned, { plane: 'axial' });
    // The turned grid's own field of view, from its corners and half a voxel beyond.
    const corners = [0, 59].flatMap((x) =>
      [0, 59].map((y) => [0, 1].map((axis) => oblique[axis][0] * x + oblique[axis][1] * y + oblique[axis][3])),
    );
    const left = Math.min(...corners.map(([x]) => x)) - (cos + sin);
    const top = Math.max(...corners.map(([, y]) => y)) + (cos + sin);
    expect(Math.abs(found[0] * width + left)).toBeLessThan(1.5);
    expect(Math.abs(top - found[1] * height - 34)).toBeLessThan(1.5);
  });

  it('keeps millimetres equal along both sides of an anisotropic volume', () => {
    const thick = new Volume(new Float32Array(20 * 30 * 5), {
      shape: [20, 30, 5],
      affine: freezeAffine([
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 6, 0],
        [0, 0, 0, 1],
      ]),
    });
    const { width, height } = slice(thick, { plane: 'coronal' });
    expect([width, height]).toEqual([20, 30]);
  });

  it('is not a number outside the volume', () => {
    const { values } = slice(head(), { plane: 'axial', at: [0, 0, 500] });
    expect(values.every(Number.isNaN)).toBe(true);
  });

  it('does not blend labels', () => {
    const labels = new Volume(
      Uint8Array.from({ length: 64 }, (_, i) => (i % 4 < 2 ? 2 : 40)),
      { shape: [4, 4, 4], affine: identityAffine },
    );
    const { values } = slice(labels, { plane: 'axial', at: [0, 0, 1], pixelMm: 0.2, interpolation: 'nearest' });
    expect([...new Set(values)].sort((a, b) => a - b)).toEqual([2, 40]);
  });
});

describe('centreOf', () => {
  it('is the centre of what is bright, in millimetres', () => {
    const voxels = new Float32Array(1000);
    voxels[3 + 10 * (4 + 10 * 5)] = 1;
    const volume = new Volume(voxels, {
      shape: [10, 10, 10],
      affine: freezeAffine([
        [2, 0, 0, 1],
        [0, 2, 0, 0],
        [0, 0, 2, 0],
        [0, 0, 0, 1],
      ]),
    });
    expect(centreOf(volume)).toEqual([7, 8, 10]);
    expect(brightRange(volume, 2)).toEqual([10, 10]);
  });

  it('is the centre of the grid where nothing is', () => {
    expect(centreOf(Volume.zeros({ shape: [5, 5, 5], affine: identityAffine }))).toEqual([2, 2, 2]);
  });
});
