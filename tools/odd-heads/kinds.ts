import {
  createRandom,
  crop,
  freezeAffine,
  gaussianSmooth,
  reorient,
  resize,
  Volume,
  type Affine,
  type Shape3,
} from '@braingen/volume';

/** What must become of a scan: nothing, a volume with a warning, or one as good as the ordinary head's. */
export type Outcome = 'refused' | 'flagged' | 'good';

export interface Kind {
  /** What was done to the head, for whoever reads the table. */
  readonly what: string;
  readonly make: () => Volume;
  /** More than one where either will do. */
  readonly expected: readonly Outcome[];
  /** What the error or one of the warnings says. */
  readonly says?: RegExp;
}

/** Everything made of one ordinary, whole, T1-weighted head. */
export function kindsOf(ordinary: Volume): Record<string, Kind> {
  // From here on x runs to the right, y to the front, z up.
  const head = reorient(ordinary, 'RAS');
  const { voxels, shape, affine, spacing } = head;
  const [nx, ny, nz] = shape;
  const brightest = voxels.reduce((a, b) => Math.max(a, b), 0);
  const random = createRandom('odd heads');

  const mapped = (f: (value: number, x: number, y: number, z: number) => number): Volume =>
    head.with(voxels.map((value, i) => f(value, i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny)))));
  const voxelsOf = (...mm: [number, number, number]): Volume =>
    resize(head, shape.map((n, axis) => Math.round((n * spacing[axis]) / mm[axis])) as unknown as Shape3);
  /** The same voxels under another header. */
  const placed = (rows: readonly (readonly number[])[]): Volume =>
    new Volume(voxels, { shape, affine: freezeAffine(rows as unknown as Affine) });
  const scaled = (x: number, y: number, z: number): Volume =>
    placed(affine.map((row, i) => row.map((value) => value * [x, y, z, 1][i])));
  const rician = (value: number, sigma: number): number =>
    Math.hypot(value + sigma * random.normal(), sigma * random.normal());

  return {
    ordinary: { what: 'the head itself', expected: ['good'], make: () => ordinary },

    fine: { what: 'voxels of 0.5 mm', expected: ['good'], make: () => voxelsOf(0.5, 0.5, 0.5) },
    thick: { what: 'voxels of 1 x 1 x 6 mm', expected: ['flagged'], says: /blurred/, make: () => voxelsOf(1, 1, 6) },
    coarse: { what: 'voxels of 4 mm', expected: ['flagged'], says: /blurred/, make: () => voxelsOf(4, 4, 4) },

    leftright: {
      what: 'a header with left and right exchanged',
      expected: ['flagged'],
      says: /left and right/,
      make: () => scaled(-1, 1, 1),
    },
    upsidedown: {
      what: 'a header with up and down exchanged',
      expected: ['flagged'],
      says: /orientation/,
      make: () => scaled(1, 1, -1),
    },
    frontback: {
      what: 'a header with front and back exchanged',
      expected: ['flagged'],
      says: /orientation/,
      make: () => scaled(1, -1, 1),
    },
    axes: {
      what: 'a header with its axes in another order',
      expected: ['flagged'],
      says: /orientation/,
      make: () => placed([affine[1], affine[2], affine[0], affine[3]]),
    },
    unsized: {
      what: 'a header that lost the size of voxels',
      expected: ['flagged'],
      says: /may be wrong/,
      make: () => scaled(1 / spacing[0], 1 / spacing[1], 1 / spacing[2]),
    },
    magnified: {
      what: 'a header that says twice the size',
      expected: ['refused', 'flagged'],
      says: /voxel size|orientation/,
      make: () => scaled(2, 2, 2),
    },
    faraway: {
      what: 'an origin 700 mm off',
      expected: ['good'],
      make: () => placed(affine.map((row, i) => (i < 3 ? [...row.slice(0, 3), row[3] + 700] : row))),
    },

    left: {
      what: 'the right half blank',
      expected: ['refused', 'flagged'],
      says: /voxel size|missing/,
      make: () => mapped((value, x) => (x < nx / 2 ? value : 0)),
    },
    lower: {
      what: 'the upper half blank',
      expected: ['refused', 'flagged'],
      says: /voxel size|missing/,
      make: () => mapped((value, x, y, z) => (z < nz / 2 ? value : 0)),
    },
    upper: {
      what: 'all but the crown blank',
      expected: ['refused', 'flagged'],
      says: /voxel size|missing/,
      make: () => mapped((value, x, y, z) => (z > nz * 0.65 ? value : 0)),
    },
    croppedleft: {
      what: 'a field of view that ends in the middle',
      expected: ['refused', 'flagged'],
      says: /missing/,
      make: () => crop(head, [0, 0, 0], [nx >> 1, ny, nz]),
    },
    croppedtop: {
      what: 'a field of view that ends 20 mm below the crown',
      expected: ['flagged'],
      says: /missing/,
      make: () => crop(head, [0, 0, 0], [nx, ny, crownOf(head) - Math.round(20 / spacing[2])]),
    },

    negative: {
      what: 'a twentieth of the brightest taken off',
      expected: ['flagged'],
      says: /shifted/,
      make: () => mapped((value) => value - brightest / 20),
    },
    below: {
      what: 'all of it negative',
      expected: ['flagged'],
      says: /shifted/,
      make: () => mapped((value) => value - 2 * brightest),
    },
    nan: {
      what: 'NaN here and there, and in one corner',
      expected: ['flagged'],
      says: /NaN/,
      make: () => mapped((value, x, y, z) => (x + y + z < 80 || random.uniform() < 0.001 ? NaN : value)),
    },
    spike: {
      what: 'one voxel a million times too bright',
      expected: ['good', 'flagged'],
      make: () =>
        mapped((value, x, y, z) => (x === nx >> 1 && y === ny >> 1 && z === nz >> 1 ? 1e6 * brightest : value)),
    },
    tiny: {
      what: 'intensities of about 1e-9',
      expected: ['good'],
      make: () => mapped((value) => (value * 1e-9) / brightest),
    },
    grainy: {
      what: 'noise half as strong as white matter',
      expected: ['flagged'],
      says: /noise is/,
      make: () => mapped((value) => rician(value, 0.2 * brightest)),
    },
    inverted: {
      what: 'contrast inverted, as if T2-weighted',
      expected: ['refused'],
      says: /T1/,
      make: () => mapped((value) => (value > brightest / 20 ? brightest - value : 0)),
    },
    thresholded: {
      what: '1 in the head and 0 outside, a mask',
      expected: ['refused'],
      says: /T1/,
      make: () => mapped((value) => Number(value > brightest / 10)),
    },

    noise: { what: 'noise alone', expected: ['refused', 'flagged'], make: () => mapped(() => rician(0, 100)) },
    clouds: {
      what: 'smooth noise',
      expected: ['refused', 'flagged'],
      make: () => {
        const smooth = gaussianSmooth(
          mapped(() => random.normal()),
          { sigmaMm: 8 },
        );
        return smooth.with(smooth.voxels.map(Math.abs));
      },
    },
    ball: {
      what: 'a ball in air, a test object',
      expected: ['refused', 'flagged'],
      make: () =>
        mapped((_, x, y, z) => {
          const mm = Math.hypot((x - nx / 2) * spacing[0], (y - ny / 2) * spacing[1], (z - nz / 2) * spacing[2]);
          return rician(mm < 80 ? 500 : 0, 10);
        }),
    },
    zeros: { what: 'zeros', expected: ['refused'], says: /contrast/, make: () => mapped(() => 0) },
    constant: { what: 'a constant', expected: ['refused'], says: /contrast/, make: () => mapped(() => 100) },
  };
}

/** The highest plane in which a good part of a head's width is brighter than air. */
function crownOf({ voxels, shape }: Volume): number {
  const [nx, ny, nz] = shape;
  const brightest = voxels.reduce((a, b) => Math.max(a, b), 0);
  for (let z = nz - 1; z > 0; z--) {
    const plane = voxels.subarray(z * nx * ny, (z + 1) * nx * ny);
    if (plane.filter((value) => value > brightest / 8).length > 200) return z;
  }
  return nz;
}
