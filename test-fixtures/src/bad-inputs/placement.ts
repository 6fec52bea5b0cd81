import { niftiFile } from '../nifti/file.ts';
import { single, type BadInput } from './bad-input.ts';

const broken = 'sform NaN or singular';
const quaternion = 'quaternion b^2+c^2+d^2 > 1';
const uncoded = 'sform and qform both code 0';
const disagree = 'sform and qform disagree (left-right!)';
const units = 'units micron or metre';
const shapes = 'oblique, sheared, flipped, anisotropic 1x1x6 mm';

const nanRows = [
  [NaN, 0, 0, 10],
  [0, 2, 0, -20],
  [0, 0, 3, -30],
];
const singularRows = [
  [-2, 0, 0, 10],
  [0, 2, 0, -20],
  [0, 4, 0, -30],
];
const shearedRows = [
  [-1.75, 0.5, 0.25, 10],
  [0.5, 2, 0.75, -20],
  [0, -0.25, 3, -30],
];
const root = Math.fround(Math.SQRT1_2);

export const placementInputs: readonly BadInput[] = [
  single(broken, 'sform-nan.nii', 'warned', /sform.*NaN.*qform is used/, () => niftiFile({ srows: nanRows })),
  single(broken, 'sform-singular.nii', 'warned', /sform.*singular.*qform is used/, () =>
    niftiFile({ srows: singularRows }),
  ),
  single(broken, 'sform-nan-alone.nii', 'refused', /sform/, () => niftiFile({ srows: nanRows, qformCode: 0 })),
  single(broken, 'sform-singular-alone.nii', 'refused', /sform.*singular/, () =>
    niftiFile({ srows: singularRows, qformCode: 0 }),
  ),
  single(broken, 'sform-and-qform-broken.nii', 'refused', /sform/, () =>
    niftiFile({ srows: nanRows, quaternion: [NaN, 0, 0] }),
  ),
  single(broken, 'sform-zero-nifti2.nii', 'refused', /sform.*singular/, () =>
    niftiFile({ format: 'nifti2', srows: [0, 1, 2].map(() => [0, 0, 0, 0]), qformCode: 0 }),
  ),
  single(quaternion, 'quaternion-rounded.nii', 'read', undefined, () =>
    niftiFile({ sformCode: 0, quaternion: [0, 1.0004, 0] }),
  ),
  single(quaternion, 'quaternion-too-long.nii', 'refused', /qform.*1\.21/, () =>
    niftiFile({ sformCode: 0, quaternion: [0, 1.1, 0] }),
  ),
  single(quaternion, 'quaternion-nan.nii', 'refused', /qform/, () =>
    niftiFile({ sformCode: 0, quaternion: [0, NaN, 0] }),
  ),
  single(quaternion, 'quaternion-too-long-beside-sform.nii', 'warned', /qform.*sform is used/, () =>
    niftiFile({ quaternion: [0, 1.1, 0] }),
  ),
  single(quaternion, 'qform-without-voxel-size.nii', 'refused', /pixdim\[3\]: expected .*, found 0/, () =>
    niftiFile({ sformCode: 0, pixdim: [-1, 2, 2, 0, 0, 0, 0, 0] }),
  ),
  // What nibabel 5.4 makes of such codes and signs.
  single(uncoded, 'sform-code-unknown.nii', 'warned', /sform_code is 7, not 0 to 5: taken as 0/, () =>
    niftiFile({ sformCode: 7, srows: shearedRows }),
  ),
  single(uncoded, 'sform-code-negative.nii', 'warned', /sform_code is -1/, () =>
    niftiFile({ sformCode: -1, srows: shearedRows }),
  ),
  single(uncoded, 'qform-code-unknown.nii', 'warned', /qform_code is 6/, () =>
    niftiFile({ qformCode: 6, quaternion: [0, 0, 0] }),
  ),
  single(uncoded, 'template-code.nii', 'read', undefined, () => niftiFile({ sformCode: 5, qformCode: 5 })),
  ...([-2, 0, NaN] as const).map((sign) =>
    single(
      uncoded,
      `qfac-${sign}.nii`,
      'warned',
      /pixdim\[0\] is .*, not 1 or -1: taken as 1/,
      () => niftiFile({ sformCode: 0, pixdim: [sign, 2, 2, 3, 0, 0, 0, 0], quaternion: [0, 0, 0] }),
      {
        affine: [
          [2, 0, 0, 10],
          [0, 2, 0, -20],
          [0, 0, 3, -30],
        ],
      },
    ),
  ),
  single(
    uncoded,
    'no-codes.nii',
    'warned',
    /sform_code and qform_code are both 0/,
    () => niftiFile({ sformCode: 0, qformCode: 0 }),
    {
      affine: [
        [2, 0, 0, -4],
        [0, 2, 0, -3],
        [0, 0, 3, -3],
      ],
    },
  ),
  single(disagree, 'left-right.nii', 'warned', /disagree.*left and right/, () =>
    niftiFile({ pixdim: [1, 2, 2, 3, 0, 0, 0, 0], quaternion: [0, 0, 0] }),
  ),
  single(disagree, 'left-right-larger-qform-code.nii', 'warned', /disagree.*left and right/, () =>
    niftiFile({ pixdim: [1, 2, 2, 3, 0, 0, 0, 0], quaternion: [0, 0, 0], qformCode: 3 }),
  ),
  single(disagree, 'shifted.nii', 'warned', /disagree: up to 5 mm/, () => niftiFile({ qoffset: [10, -20, -25] })),
  single(units, 'micron.nii', 'warned', /micron/, () => niftiFile({ units: 3 }), {
    affine: [
      [-0.002, 0, 0, 0.01],
      [0, 0.002, 0, -0.02],
      [0, 0, 0.003, -0.03],
    ],
  }),
  single(units, 'metre.nii', 'warned', /metre/, () => niftiFile({ units: 1 | 8 }), {
    affine: [
      [-2000, 0, 0, 10000],
      [0, 2000, 0, -20000],
      [0, 0, 3000, -30000],
    ],
  }),
  single(shapes, 'sheared.nii', 'read', undefined, () => niftiFile({ srows: shearedRows, qformCode: 0 }), {
    affine: shearedRows,
  }),
  single(
    shapes,
    'oblique-qform.nii',
    'read',
    undefined,
    () => niftiFile({ sformCode: 0, pixdim: [1, 2, 2, 3, 0, 0, 0, 0], quaternion: [0, 0, root / Math.SQRT2] }),
    {
      // A rotation about z whose half-angle has the sine 1/2: 60 degrees.
      affine: [
        [1, -Math.sqrt(3), 0, 10],
        [Math.sqrt(3), 1, 0, -20],
        [0, 0, 3, -30],
      ],
    },
  ),
  single(
    shapes,
    'anisotropic.nii',
    'read',
    undefined,
    () =>
      niftiFile({
        pixdim: [-1, 1, 1, 6, 0, 0, 0, 0],
        srows: [
          [-1, 0, 0, 10],
          [0, 1, 0, -20],
          [0, 0, 6, -30],
        ],
      }),
    {
      affine: [
        [-1, 0, 0, 10],
        [0, 1, 0, -20],
        [0, 0, 6, -30],
      ],
    },
  ),
];
