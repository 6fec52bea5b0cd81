import fc from 'fast-check';
import { freezeAffine, type Affine } from '../geometry/affine.ts';
import { Volume, type Shape3, type VoxelArray } from '../geometry/volume.ts';
import { affineOfQform } from '../nifti/quaternion.ts';

// The same examples on every run: a failure is there for everybody, or for nobody.
fc.configureGlobal({ seed: 20 });

export const shapes: fc.Arbitrary<Shape3> = fc.tuple(
  fc.integer({ min: 1, max: 7 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 5 }),
);

const within = (limit: number): fc.Arbitrary<number> => fc.double({ min: -limit, max: limit, noNaN: true });
const spacing = fc.double({ min: 0.3, max: 6, noNaN: true });

/** Any rotation, any voxel size, either handedness. */
export const rigidAffines: fc.Arbitrary<Affine> = fc
  .record({
    q: fc.tuple(within(1), within(1), within(1), within(1)).filter((q) => Math.hypot(...q) > 0.1),
    spacing: fc.tuple(spacing, spacing, spacing),
    qfac: fc.constantFrom<1 | -1>(1, -1),
    offset: fc.tuple(within(200), within(200), within(200)),
  })
  .map(({ q: [a, b, c, d], ...rest }) => {
    const length = Math.hypot(a, b, c, d) * (a < 0 ? -1 : 1);
    return affineOfQform({ quaternion: [b / length, c / length, d / length], ...rest });
  });

/** The same, and sheared. */
export const affines: fc.Arbitrary<Affine> = fc
  .tuple(rigidAffines, fc.tuple(within(0.3), within(0.3), within(0.3)))
  .map(([rigid, [u, v, w]]) => {
    const shear = (row: readonly number[]): number[] => [
      row[0],
      row[1] + u * row[0],
      row[2] + v * row[0] + w * row[1],
      row[3],
    ];
    return freezeAffine([...rigid.slice(0, 3).map(shear), rigid[3]]);
  });

const makers = {
  Uint8Array: fc.integer({ min: 0, max: 255 }),
  Int8Array: fc.integer({ min: -128, max: 127 }),
  Int16Array: fc.integer({ min: -32768, max: 32767 }),
  Uint16Array: fc.integer({ min: 0, max: 65535 }),
  Int32Array: fc.integer({ min: -(2 ** 24), max: 2 ** 24 }),
  Uint32Array: fc.integer({ min: 0, max: 2 ** 24 }),
  Float32Array: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
};

const constructors = { Uint8Array, Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array };

/** Volumes of every type whose voxels float32 holds exactly. */
export const volumes: fc.Arbitrary<Volume<VoxelArray>> = fc
  .tuple(shapes, affines, fc.constantFrom(...(Object.keys(makers) as (keyof typeof makers)[])))
  .chain(([shape, affine, type]) => {
    const length = shape[0] * shape[1] * shape[2];
    return fc
      .array(makers[type], { minLength: length, maxLength: length })
      .map((values) => new Volume(new constructors[type](values), { shape, affine }));
  });
