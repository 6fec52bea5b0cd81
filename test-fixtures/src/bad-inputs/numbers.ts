import { countingVoxels, niftiFile, niftiPair, type FileSpec } from '../nifti/file.ts';
import type { Datatype } from '../nifti/voxels.ts';
import { single, type BadInput } from './bad-input.ts';

const scaling = 'scl_slope 0, NaN, infinite; with an intercept';
const time = '4D with one volume / several';
const dims = '2D, one slice, 5D, zero or negative dims, dim[0] > 7';
const types = 'int8..uint64, float64, big-endian, NIfTI-2, .hdr/.img pair, Analyze';
const refused = 'complex, RGB';
const odd = 'NaN or infinite voxels, all zero, constant, all NaN, negative';

const everyType: readonly Datatype[] = [
  'uint8',
  'int8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float32',
  'float64',
];

function pair(
  name: string,
  extensions: readonly [string, string],
  spec: FileSpec,
  right: Partial<BadInput> = {},
): BadInput {
  const open = `${name}.${extensions[0]}`;
  const make = (): Record<string, Uint8Array> => {
    const { header, image } = niftiPair(spec);
    return { [`${name}.hdr`]: header, [`${name}.img`]: image };
  };
  return { row: types, name, open, outcome: 'read', make, ...right };
}

/** Analyze as SPM reads it: x to the left, the origin given or central. */
const analyzeCentred = [
  [-2, 0, 0, 4],
  [0, 2, 0, -3],
  [0, 0, 3, -3],
];
const analyzeWithOrigin = [
  [-2, 0, 0, 2],
  [0, 2, 0, -4],
  [0, 0, 3, 0],
];

export const numberInputs: readonly BadInput[] = [
  single(scaling, 'slope-zero.nii', 'warned', /scl_slope is 0/, () => niftiFile({ slope: 0, intercept: 100 })),
  single(scaling, 'slope-nan.nii', 'warned', /scl_slope is NaN: voxels are not scaled/, () =>
    niftiFile({ slope: NaN, intercept: NaN }),
  ),
  single(scaling, 'slope-infinite.nii', 'warned', /scl_slope is Infinity/, () => niftiFile({ slope: Infinity })),
  single(scaling, 'intercept-nan.nii', 'refused', /scl_inter: expected .*, found NaN/, () =>
    niftiFile({ slope: 2, intercept: NaN }),
  ),
  single(scaling, 'slope-and-intercept.nii', 'read', undefined, () => niftiFile({ slope: 0.5, intercept: -3 }), {
    voxels: countingVoxels.map((value) => value * 0.5 - 3),
  }),
  single(scaling, 'slope-negative.nii', 'read', undefined, () => niftiFile({ slope: -2, intercept: 1 }), {
    voxels: countingVoxels.map((value) => value * -2 + 1),
  }),

  single(time, 'one-volume.nii', 'read', undefined, () => niftiFile({ dim: [4, 5, 4, 3, 1, 1, 1, 1] })),
  single(time, 'three-volumes.nii', 'refused', /dim\[4\]: expected .*, found 3 volumes/, () =>
    niftiFile({ dim: [4, 5, 4, 1, 3, 1, 1, 1] }),
  ),

  single(dims, 'two-dimensions.nii', 'warned', /one slice/, () =>
    niftiFile({ dim: [2, 5, 12, 0, 0, 0, 0, 0], pixdim: [-1, 2, 2, 0, 0, 0, 0, 0] }),
  ),
  single(dims, 'seven-dimensions.nii', 'warned', /dim states 5x4x3x1x1x1x1: read as 5x4x3x1/, () =>
    niftiFile({ dim: [7, 5, 4, 3, 1, 1, 1, 1] }),
  ),
  single(dims, 'no-volumes.nii', 'warned', /dim states 5x4x3x0: read as 5x4x3x1/, () =>
    niftiFile({ dim: [4, 5, 4, 3, 0, 0, 0, 0] }),
  ),
  single(dims, 'bitpix-zero.nii', 'warned', /bitpix is 0: taken as 16/, () => niftiFile({ bitpix: 0 })),
  single(dims, 'one-slice.nii', 'warned', /one slice/, () => niftiFile({ dim: [3, 5, 12, 1, 1, 1, 1, 1] })),
  single(dims, 'one-dimension.nii', 'refused', /dim\[0\]: expected .*, found 1/, () =>
    niftiFile({ dim: [1, 60, 1, 1, 1, 1, 1, 1] }),
  ),
  single(dims, 'five-dimensions.nii', 'refused', /dim\[0\]: expected .*, found 5/, () =>
    niftiFile({ dim: [5, 5, 4, 1, 1, 3, 1, 1] }),
  ),
  single(dims, 'eight-dimensions.nii', 'refused', /dim\[0\]: expected .*, found 8/, () =>
    niftiFile({ dim: [8, 5, 4, 3, 1, 1, 1, 1] }),
  ),
  single(dims, 'no-dimensions.nii', 'refused', /dim\[0\]: expected .*, found 0/, () =>
    niftiFile({ dim: [0, 5, 4, 3, 1, 1, 1, 1] }),
  ),
  single(dims, 'negative-rank.nii', 'refused', /dim\[0\]: expected .*, found -3/, () =>
    niftiFile({ dim: [-3, 5, 4, 3, 1, 1, 1, 1] }),
  ),
  single(dims, 'zero-dim.nii', 'refused', /dim\[2\]: expected .*, found 0/, () =>
    niftiFile({ dim: [3, 5, 0, 3, 1, 1, 1, 1] }),
  ),
  single(dims, 'negative-dim.nii', 'refused', /dim\[3\]: expected .*, found -3/, () =>
    niftiFile({ dim: [3, 5, 4, -3, 1, 1, 1, 1] }),
  ),
  single(dims, 'negative-dim-nifti2.nii', 'refused', /dim\[3\]: expected .*, found -3/, () =>
    niftiFile({ format: 'nifti2', dim: [3, 5, 4, -3, 1, 1, 1, 1] }),
  ),
  single(dims, 'huge-dim-big-endian-nifti2.nii', 'refused', /dim/, () =>
    niftiFile({ format: 'nifti2', bigEndian: true, dim: [3, 2 ** 40, 4, 3, 1, 1, 1, 1] }),
  ),

  ...everyType.flatMap((datatype) =>
    [false, true].map((bigEndian) =>
      single(types, `${datatype}-${bigEndian ? 'big' : 'little'}.nii`, 'read', undefined, () =>
        niftiFile({ datatype, bigEndian }),
      ),
    ),
  ),
  ...[false, true].map((bigEndian) =>
    single(types, `nifti2-${bigEndian ? 'big' : 'little'}.nii`, 'read', undefined, () =>
      niftiFile({ format: 'nifti2', bigEndian }),
    ),
  ),
  pair('pair', ['hdr', 'img'], {}),
  pair('pair-by-image', ['img', 'hdr'], { bigEndian: true }),
  pair('pair-nifti2', ['hdr', 'img'], { format: 'nifti2' }),
  pair(
    'analyze',
    ['hdr', 'img'],
    { format: 'analyze' },
    { outcome: 'warned', says: /Analyze/, affine: analyzeCentred },
  ),
  pair(
    'analyze-spm',
    ['img', 'hdr'],
    { format: 'analyze', bigEndian: true, origin: [2, 3, 1], slope: 0.5 },
    {
      outcome: 'warned',
      says: /scale factor/,
      affine: analyzeWithOrigin,
      voxels: countingVoxels.map((value) => value / 2),
    },
  ),
  single(
    types,
    'negative-int64.nii',
    'read',
    undefined,
    () => niftiFile({ datatype: 'int64', voxels: countingVoxels.map((value) => -value) }),
    {
      voxels: countingVoxels.map((value) => -value),
    },
  ),
  single(types, 'int64-beyond.nii', 'refused', /int64 voxel.*2\^53/, () =>
    niftiFile({ datatype: 'int64', voxels: countingVoxels.map((value) => (value === 60 ? -(2n ** 53n) - 3n : value)) }),
  ),
  single(types, 'uint64-beyond.nii', 'refused', /uint64 voxel.*2\^53/, () =>
    niftiFile({
      datatype: 'uint64',
      bigEndian: true,
      voxels: countingVoxels.map((value) => (value === 1 ? 2n ** 64n - 1n : value)),
    }),
  ),
  single(
    types,
    'int32-rounded.nii',
    'warned',
    /2\^24/,
    () => niftiFile({ datatype: 'int32', voxels: countingVoxels.map((value) => value + 2 ** 25) }),
    {
      voxels: countingVoxels.map((value) => Math.fround(value + 2 ** 25)),
    },
  ),

  single(refused, 'complex64.nii', 'refused', /datatype: expected .*, found 32 \(complex64\)/, () =>
    niftiFile({ datatype: 32, bitpix: 64 }),
  ),
  single(refused, 'complex128.nii', 'refused', /datatype.*complex128/, () =>
    niftiFile({ datatype: 1792, bitpix: 128 }),
  ),
  single(refused, 'rgb.nii', 'refused', /datatype.*RGB24/, () => niftiFile({ datatype: 128, bitpix: 24 })),
  single(refused, 'rgba.nii', 'refused', /datatype.*RGBA32/, () => niftiFile({ datatype: 2304, bitpix: 32 })),
  single(refused, 'float128.nii', 'refused', /datatype.*float128/, () => niftiFile({ datatype: 1536, bitpix: 128 })),
  single(refused, 'binary.nii', 'refused', /datatype.*binary/, () => niftiFile({ datatype: 1, bitpix: 1 })),
  single(refused, 'unknown-datatype.nii', 'refused', /datatype: expected .*, found 77/, () =>
    niftiFile({ datatype: 77, bitpix: 16 }),
  ),

  single(
    odd,
    'some-nan.nii',
    'warned',
    /3 voxels are NaN/,
    () =>
      niftiFile({
        datatype: 'float32',
        voxels: countingVoxels.map((value) => ({ 1: NaN, 30: Infinity, 60: -Infinity })[value] ?? value),
      }),
    {
      voxels: countingVoxels.map((value) => ([1, 30, 60].includes(value) ? 0 : value)),
    },
  ),
  single(
    odd,
    'all-nan.nii',
    'warned',
    /60 voxels \(all of them\) are NaN/,
    () => niftiFile({ datatype: 'float64', voxels: countingVoxels.map(() => NaN) }),
    {
      voxels: countingVoxels.map(() => 0),
    },
  ),
  single(odd, 'all-zero.nii', 'warned', /same value/, () => niftiFile({ voxels: countingVoxels.map(() => 0) }), {
    voxels: countingVoxels.map(() => 0),
  }),
  single(odd, 'constant.nii', 'warned', /same value/, () => niftiFile({ voxels: countingVoxels.map(() => 7) }), {
    voxels: countingVoxels.map(() => 7),
  }),
  single(
    odd,
    'negative.nii',
    'read',
    undefined,
    () => niftiFile({ voxels: countingVoxels.map((value) => value - 30) }),
    {
      voxels: countingVoxels.map((value) => value - 30),
    },
  ),
];
