import { spacingOf, type Affine } from '../geometry/affine.ts';
import { orientationOf } from '../geometry/orientation.ts';
import type { Shape3 } from '../geometry/volume.ts';
import { datatypeOfCode, datatypes, describeDatatypeCode, type NiftiDatatype } from './datatype.ts';
import { NiftiError, type NiftiFault } from './error.ts';
import { placeVoxels, type Placement } from './placement.ts';
import type { RawHeader } from './header-fields.ts';
import { elementCount } from '../geometry/element-count.ts';

export interface DecodeOptions {
  /** Which volume of a 4D file, counted from 0. @default the only one; a file of several is refused */
  readonly volume?: number | undefined;
  /** Most voxels a volume may have, so that a damaged header cannot ask for all memory. @default 2^28, 1 GiB of float32 */
  readonly maxVoxels?: number | undefined;
  /** What errors call the data. @default `<bytes>`, or the path */
  readonly name?: string | undefined;
}

/** What a header says, in words and numbers fit to be shown. */
export interface NiftiHeader {
  readonly format: RawHeader['format'];
  readonly byteOrder: 'little' | 'big';
  /** All stated dimensions, time among them. */
  readonly dims: readonly number[];
  readonly datatype: NiftiDatatype;
  /** Millimetres. */
  readonly spacing: readonly [x: number, y: number, z: number];
  /** Where the voxel axes point, as in 'RAS'. */
  readonly orientation: string;
  /** The statement that the affine was taken from. */
  readonly placement: Placement['source'];
  readonly sformCode: number;
  readonly qformCode: number;
  readonly units: 'unknown' | 'metre' | 'mm' | 'micron';
  readonly slope: number;
  readonly intercept: number;
  readonly calMin: number;
  readonly calMax: number;
  readonly description: string;
  readonly intentCode: number;
  readonly intentName: string;
  readonly voxOffset: number;
}

/** How to get from a file's bytes to a volume, every number of it checked. */
export interface ImagePlan {
  readonly header: NiftiHeader;
  readonly shape: Shape3;
  readonly affine: Affine;
  readonly datatype: NiftiDatatype;
  readonly littleEndian: boolean;
  /** Bytes of the header's fixed part. */
  readonly fixedBytes: number;
  /** voxel = raw * slope + intercept; `undefined` where the raw value is the voxel. */
  readonly scaling: { readonly slope: number; readonly intercept: number } | undefined;
  /** First byte of the chosen volume in the file that holds the voxels. */
  readonly start: number;
  /** The length that the header promises for that file. */
  readonly end: number;
  readonly warnings: string[];
}

const defaultMaxVoxels = 2 ** 28;

/** @throws NiftiError on a header that contradicts itself or asks for what this package does not read. */
export function planImage(raw: RawHeader, options: DecodeOptions): ImagePlan {
  const fail = (fault: NiftiFault): never => {
    throw new NiftiError(options.name ?? '<bytes>', fault);
  };
  const warnings: string[] = [];
  const dims = checkDims(raw, warnings, fail);
  const datatype = checkDatatype(raw, warnings, fail);
  const shape: Shape3 = [dims[0], dims[1], dims[2] ?? 1];
  if (shape[2] === 1) warnings.push(`one slice (${dims.join('x')}): steps that need three dimensions will refuse it`);
  const voxelCount = checkCount(shape, options.maxVoxels ?? defaultMaxVoxels, fail);
  const volumes = dims[3] ?? 1;
  const volume = chooseVolume(volumes, options.volume, fail);
  checkOffset(raw, fail);
  const scaling = checkScaling(raw, warnings, fail);
  const { affine, source } = placeVoxels(raw, shape, warnings, fail);

  const bytes = voxelCount * datatypes[datatype].bytes;
  const header: NiftiHeader = {
    format: raw.format,
    byteOrder: raw.littleEndian ? 'little' : 'big',
    dims,
    datatype,
    spacing: spacingOf(affine),
    orientation: orientationOf(affine),
    placement: source,
    sformCode: raw.sformCode,
    qformCode: raw.qformCode,
    units: (['unknown', 'metre', 'mm', 'micron'] as const)[raw.unitsCode & 7] ?? 'unknown',
    slope: raw.slope,
    intercept: raw.intercept,
    calMin: raw.calMin,
    calMax: raw.calMax,
    description: raw.description,
    intentCode: raw.intentCode,
    intentName: raw.intentName,
    voxOffset: raw.voxOffset,
  };
  const start = raw.voxOffset + volume * bytes;
  const end = raw.voxOffset + volumes * bytes;
  const { littleEndian, size: fixedBytes } = raw;
  return { header, shape, affine, datatype, littleEndian, fixedBytes, scaling, start, end, warnings };
}

type Fail = (fault: NiftiFault) => never;

/** Three dimensions and time; axes of length 1 beyond those, which ANTs and Slicer write, are left out. */
function checkDims({ dims }: RawHeader, warnings: string[], fail: Fail): number[] {
  const rank = dims[0];
  const all = dims.slice(1, rank + 1);
  if (!(rank >= 2 && rank <= 7) || all.slice(4).some((n) => n !== 0 && n !== 1)) {
    const found = rank > 4 && rank < 8 ? `${rank} (${all.join('x')})` : String(rank);
    fail({ field: 'dim[0]', found, expected: '3, or 2 or 4' });
  }
  // A number of volumes of 0 is one, as ITK takes it.
  const stated = all.slice(0, 4).map((n, axis) => (axis === 3 && n === 0 ? 1 : n));
  if (rank > 4 || all[3] === 0) warnings.push(`dim states ${all.join('x')}: read as ${stated.join('x')}`);
  const bad = stated.findIndex((n) => !(n >= 1));
  if (bad >= 0) fail({ field: `dim[${bad + 1}]`, found: String(stated[bad]), expected: 'at least 1' });
  return stated;
}

function checkDatatype({ datatypeCode, bitsPerVoxel }: RawHeader, warnings: string[], fail: Fail): NiftiDatatype {
  const datatype = datatypeOfCode(datatypeCode);
  if (datatype === undefined) {
    return fail({
      field: 'datatype',
      found: describeDatatypeCode(datatypeCode),
      expected: `one real number a voxel: ${Object.keys(datatypes).join(', ')}`,
    });
  }
  const bits = 8 * datatypes[datatype].bytes;
  if (bitsPerVoxel === 0) warnings.push(`bitpix is 0: taken as ${bits}, for ${datatype}`);
  else if (bitsPerVoxel !== bits)
    fail({ field: 'bitpix', found: String(bitsPerVoxel), expected: `${bits} for ${datatype}` });
  return datatype;
}

function checkCount(shape: Shape3, maxVoxels: number, fail: Fail): number {
  const count = elementCount(shape);
  if (!(count <= maxVoxels)) {
    fail({
      field: 'dim',
      found: `${shape.join('x')} = ${count} voxels`,
      expected: `at most ${maxVoxels} (maxVoxels raises it)`,
    });
  }
  return count;
}

function chooseVolume(volumes: number, chosen: number | undefined, fail: Fail): number {
  if (chosen === undefined && volumes > 1) {
    fail({
      field: 'dim[4]',
      found: `${volumes} volumes`,
      expected: 'one, or the choice of one (volume: 0 for the first)',
    });
  }
  const volume = chosen ?? 0;
  if (!Number.isInteger(volume) || volume < 0 || volume >= volumes) {
    fail({ field: 'dim[4]', found: `${volumes} volumes`, expected: `volume ${volume} among them, counted from 0` });
  }
  return volume;
}

function checkOffset({ voxOffset, single, size }: RawHeader, fail: Fail): void {
  // Four bytes say whether extensions follow the fixed part; what they hold decides nothing.
  const least = single ? size + 4 : 0;
  if (!(Number.isInteger(voxOffset) && voxOffset >= least && voxOffset <= Number.MAX_SAFE_INTEGER)) {
    fail({ field: 'vox_offset', found: String(voxOffset), expected: `a whole number, at least ${least}` });
  }
}

function checkScaling({ slope, intercept, format }: RawHeader, warnings: string[], fail: Fail): ImagePlan['scaling'] {
  // As nibabel and ITK do; fMRIPrep 20.2 wrote NaN.
  if (!Number.isFinite(slope)) {
    warnings.push(`scl_slope is ${slope}: voxels are not scaled`);
    return undefined;
  }
  if (slope === 0) {
    if (intercept !== 0)
      warnings.push(`scl_slope is 0, so scl_inter ${intercept} does not count: voxels are not scaled`);
    return undefined;
  }
  if (!Number.isFinite(intercept)) fail({ field: 'scl_inter', found: String(intercept), expected: 'a finite number' });
  if (slope === 1 && intercept === 0) return undefined;
  if (format === 'Analyze 7.5')
    warnings.push(`Analyze 7.5 with a scale factor of ${slope} where SPM writes one: it is applied`);
  return { slope, intercept };
}
