import { composeAffine, determinant, freezeAffine, invertAffine, type Affine } from '../geometry/affine.ts';
import { gridDistance } from '../geometry/grid.ts';
import { orientationOf } from '../geometry/orientation.ts';
import type { Shape3 } from '../geometry/volume.ts';
import type { NiftiFault } from './error.ts';
import { affineOfQform } from './quaternion.ts';
import type { RawHeader } from './header-fields.ts';

/** Where a file's voxels lie, and which of its statements that follows. */
export interface Placement {
  readonly affine: Affine;
  readonly source: 'sform' | 'qform' | 'pixdim';
}

type Attempt = { readonly affine: Affine } | { readonly fault: NiftiFault };

const millimetresPerUnit: Readonly<Record<number, readonly [name: string, factor: number]>> = {
  1: ['metre', 1000],
  3: ['micron', 0.001],
};

/**
 * The voxel to RAS millimetre matrix: the sform where it has a code, else the qform, else voxel sizes centred on the origin.
 * A broken sform yields to a good qform. Every choice that a user should know of is a warning.
 *
 * @param fail throws
 */
export function placeVoxels(
  header: RawHeader,
  shape: Shape3,
  warnings: string[],
  fail: (fault: NiftiFault) => never,
): Placement {
  const placement =
    header.format === 'Analyze 7.5'
      ? placeAnalyze(header, shape, warnings, fail)
      : placeNifti(header, shape, warnings, fail);
  const [name, factor] = millimetresPerUnit[header.unitsCode & 7] ?? ['mm', 1];
  if (factor === 1) return placement;
  warnings.push(`lengths are in ${name}s: converted to millimetres`);
  const scale = freezeAffine([0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? (i < 3 ? factor : 1) : 0))));
  return { ...placement, affine: composeAffine(scale, placement.affine) };
}

function placeNifti(
  header: RawHeader,
  shape: Shape3,
  warnings: string[],
  fail: (fault: NiftiFault) => never,
): Placement {
  const sform = isStated('sform_code', header.sformCode, warnings) ? readSform(header) : undefined;
  const qform = isStated('qform_code', header.qformCode, warnings) ? readQform(header, shape, warnings) : undefined;
  if (sform && 'affine' in sform) {
    if (qform && 'affine' in qform) warnOfDisagreement(sform.affine, qform.affine, header, shape, warnings);
    else if (qform) warnings.push(`${describe(qform.fault)}: the sform is used`);
    return { affine: sform.affine, source: 'sform' };
  }
  if (qform && 'affine' in qform) {
    if (sform) warnings.push(`${describe(sform.fault)}: the qform is used`);
    return { affine: qform.affine, source: 'qform' };
  }
  const broken = sform ?? qform;
  if (broken) return fail(broken.fault);
  warnings.push(
    'sform_code and qform_code are both 0: no orientation is stated, left and right cannot be determined; voxel sizes are used, centred, axes taken as RAS',
  );
  const spacing = spacingOfHeader(header, shape, fail);
  return {
    affine: centred(
      spacing,
      shape.map((n) => (n - 1) / 2),
    ),
    source: 'pixdim',
  };
}

/** Codes beyond the standard's count as 0, as in nibabel. */
function isStated(field: string, code: number, warnings: string[]): boolean {
  const isKnown = Number.isInteger(code) && code >= 0 && code <= 5;
  if (!isKnown) warnings.push(`${field} is ${code}, not 0 to 5: taken as 0, nothing stated`);
  return isKnown && code > 0;
}

function readSform({ srows }: RawHeader): Attempt {
  const affine = freezeAffine([...srows, [0, 0, 0, 1]]);
  const found = `(${srows.map((row) => row.map((value) => Number(value.toPrecision(4))).join(' ')).join('; ')})`;
  if (!affine.flat().every(Number.isFinite)) return { fault: { field: 'sform', found, expected: 'finite numbers' } };
  try {
    invertAffine(affine);
    return { affine };
  } catch {
    return { fault: { field: 'sform', found: `a singular matrix ${found}`, expected: 'an invertible one' } };
  }
}

function readQform(header: RawHeader, shape: Shape3, warnings: string[]): Attempt {
  const [stated] = header.pixdim;
  if (stated !== 1 && stated !== -1) warnings.push(`pixdim[0] is ${stated}, not 1 or -1: taken as 1`);
  let fault: NiftiFault | undefined;
  try {
    const spacing = spacingOfHeader(header, shape, (found): never => {
      fault = found;
      throw new RangeError(found.found);
    });
    const qfac = stated === -1 ? -1 : 1;
    return { affine: affineOfQform({ quaternion: header.quaternion, spacing, qfac, offset: header.qoffset }) };
  } catch (error) {
    return {
      fault: fault ?? {
        field: 'qform',
        found: (error as Error).message,
        expected: 'a unit quaternion and finite numbers',
      },
    };
  }
}

/** Voxel sizes; an axis of one voxel may state none. */
function spacingOfHeader(
  { pixdim }: RawHeader,
  shape: Shape3,
  fail: (fault: NiftiFault) => never,
): [number, number, number] {
  return shape.map((n, axis) => {
    const size = Math.abs(pixdim[axis + 1]);
    if (size > 0 && size < Infinity) return size;
    if (size === 0 && n === 1) return 1;
    return fail({
      field: `pixdim[${axis + 1}]`,
      found: String(pixdim[axis + 1]),
      expected: 'a finite voxel size above 0',
    });
  }) as [number, number, number];
}

function centred(spacing: readonly number[], centre: readonly number[]): Affine {
  return freezeAffine([
    ...[0, 1, 2].map((i) => [0, 1, 2, 3].map((j) => (i === j ? spacing[i] : j === 3 ? -centre[i] * spacing[i] : 0))),
    [0, 0, 0, 1],
  ]);
}

/** SPM's reading of Analyze, which most such files follow: x runs to the left, and the origin is SPM's or else the centre. */
function placeAnalyze(
  header: RawHeader,
  shape: Shape3,
  warnings: string[],
  fail: (fault: NiftiFault) => never,
): Placement {
  const [sx, sy, sz] = spacingOfHeader(header, shape, fail);
  const origin = header.analyzeOrigin ?? [0, 0, 0];
  const stated =
    origin.some((value) => value !== 0) &&
    origin.every((value, axis) => value > -shape[axis] && value < 2 * shape[axis]);
  warnings.push('Analyze 7.5 states no orientation: x is taken to run from right to left, as SPM does');
  const centre = stated ? origin.map((value) => value - 1) : shape.map((n) => (n - 1) / 2);
  return { affine: centred([-sx, sy, sz], centre), source: 'pixdim' };
}

function warnOfDisagreement(sform: Affine, qform: Affine, header: RawHeader, shape: Shape3, warnings: string[]): void {
  const distance = gridDistance({ shape, affine: sform }, { shape, affine: qform });
  const smallest = Math.min(...[0, 1, 2].map((j) => Math.hypot(sform[0][j], sform[1][j], sform[2][j])));
  if (distance <= 0.25 * smallest) return;
  const [sAxes, qAxes] = [orientationOf(sform), orientationOf(qform)];
  const mirrored = Math.sign(determinant(sform)) !== Math.sign(determinant(qform));
  const unit = millimetresPerUnit[header.unitsCode & 7]?.[0] ?? 'mm';
  warnings.push(
    `sform (code ${header.sformCode}, ${sAxes}) and qform (code ${header.qformCode}, ${qAxes}) disagree` +
      (mirrored ? ', one is the mirror image of the other (left and right!)' : '') +
      `: up to ${Number(distance.toPrecision(3))} ${unit} apart; the sform is used`,
  );
}

function describe({ field, found, expected }: NiftiFault): string {
  return `${field}: expected ${expected}, found ${found}`;
}
