import { spacingOf } from '../geometry/affine.ts';
import { gridDistance } from '../geometry/grid.ts';
import type { Volume, VoxelArray } from '../geometry/volume.ts';
import { datatypes, type NiftiDatatype } from './datatype.ts';
import { affineOfQform, qformOfAffine, roundQuaternion } from './quaternion.ts';

/** The spaces of NIfTI's sform_code and qform_code. */
export const spaceCodes = { scanner: 1, aligned: 2, talairach: 3, mni152: 4 } as const;

export interface EncodeOptions {
  /** How voxels are stored. Default: as they are in memory. Values that do not fit an integer type are scaled (slope, intercept). */
  readonly datatype?: Exclude<NiftiDatatype, 'int64' | 'uint64'> | undefined;
  /** Voxels are labels: whole numbers, never scaled, in the smallest integer type that holds them unless `datatype` says otherwise. */
  readonly labels?: boolean | undefined;
  /** At most 79 bytes of UTF-8. */
  readonly description?: string | undefined;
  /** Compress. Default false for bytes; by name for files. */
  readonly gzip?: boolean | undefined;
  /** What space the affine leads to. Default `aligned`. */
  readonly space?: keyof typeof spaceCodes | undefined;
  /** NIfTI-1 or -2. Default 1, or 2 where an axis has more than 32767 voxels. */
  readonly version?: 1 | 2 | undefined;
}

/** Everything a header needs that depends on the voxels. */
export interface Encoding {
  readonly datatype: NiftiDatatype;
  readonly slope: number;
  readonly intercept: number;
  readonly calMin: number;
  readonly calMax: number;
  readonly labels: boolean;
}

/** @throws RangeError on labels that are not whole numbers, voxels that are not finite, or values outside the type asked for. */
export function chooseEncoding(voxels: VoxelArray, { datatype, labels = false }: EncodeOptions): Encoding {
  const { min, max, whole } = survey(voxels);
  if (labels && !whole) throw new RangeError('encodeNifti: expected labels to be whole numbers, found fractions');
  const chosen = datatype ?? (labels ? smallestInteger(min, max) : datatypeOfArray(voxels));
  const base = { datatype: chosen, calMin: min, calMax: max, labels };
  const range = datatypes[chosen].range;
  if (!range || (whole && min >= range[0] && max <= range[1])) return { ...base, slope: 1, intercept: 0 };
  if (labels)
    throw new RangeError(`encodeNifti: expected labels of ${range.join(' to ')} for ${chosen}, found ${min} to ${max}`);
  // The type's whole range is used; a constant volume is all intercept.
  const slope = max > min ? (max - min) / (range[1] - range[0]) : 1;
  return { ...base, slope, intercept: max > min ? min - range[0] * slope : min };
}

function survey(voxels: VoxelArray): { min: number; max: number; whole: boolean } {
  let min = Infinity;
  let max = -Infinity;
  let whole = true;
  for (let i = 0; i < voxels.length; i++) {
    const value = voxels[i];
    if (!Number.isFinite(value))
      throw new RangeError(`encodeNifti: expected finite voxels, found ${value} at index ${i}`);
    if (value < min) min = value;
    if (value > max) max = value;
    if (whole && value !== Math.floor(value)) whole = false;
  }
  return { min, max, whole };
}

function smallestInteger(min: number, max: number): NiftiDatatype {
  const order = ['uint8', 'int16', 'uint16', 'int32', 'uint32'] as const;
  const fitting = order.find(
    (name) => min >= (datatypes[name].range?.[0] ?? 0) && max <= (datatypes[name].range?.[1] ?? 0),
  );
  if (!fitting) throw new RangeError(`encodeNifti: expected labels that fit 32 bits, found ${min} to ${max}`);
  return fitting;
}

function datatypeOfArray(voxels: VoxelArray): NiftiDatatype {
  return voxels.constructor.name.replace('Array', '').toLowerCase() as NiftiDatatype;
}

/** Bytes before the first voxel: the fixed header and the four that say that no extension follows, to a multiple of 16. */
export const headerBytes = { 1: 352, 2: 544 } as const;

/** The header of a single file, little-endian, with sform, and with qform where the affine has no shear. */
export function encodeHeader(volume: Volume<VoxelArray>, encoding: Encoding, options: EncodeOptions): Uint8Array {
  const version = options.version ?? (Math.max(...volume.shape) > 32767 ? 2 : 1);
  if (version === 1 && Math.max(...volume.shape) > 32767) {
    throw new RangeError(
      `encodeNifti: expected at most 32767 voxels along an axis for NIfTI-1, found ${volume.shape.join('x')}`,
    );
  }
  const bytes = new Uint8Array(headerBytes[version]);
  const view = new DataView(bytes.buffer);
  const real = (at: number, value: number): void =>
    version === 1 ? view.setFloat32(at, value, true) : view.setFloat64(at, value, true);
  const width = version === 1 ? 4 : 8;
  const at = layouts[version];

  const code = spaceCodes[options.space ?? 'aligned'];
  const qform = qformOfAffine(volume.affine);
  // A qform cannot hold shear: where it would put a voxel elsewhere it is marked as not to be used.
  const rigid =
    gridDistance(volume, { shape: volume.shape, affine: affineOfQform(qform) }) <
    1e-3 * Math.min(...spacingOf(volume.affine));
  const { code: datatypeCode, bytes: voxelBytes } = datatypes[encoding.datatype];

  view.setInt32(0, version === 1 ? 348 : 540, true);
  bytes.set(version === 1 ? [0x6e, 0x2b, 0x31, 0] : [0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a], at.magic);
  [3, ...volume.shape, 1, 1, 1, 1].forEach((n, i) =>
    version === 1 ? view.setInt16(at.dim + 2 * i, n, true) : view.setBigInt64(at.dim + 8 * i, BigInt(n), true),
  );
  view.setInt16(at.datatype, datatypeCode, true);
  view.setInt16(at.bitpix, 8 * voxelBytes, true);
  [qform.qfac, ...qform.spacing, 0, 0, 0, 0].forEach((value, i) => real(at.pixdim + width * i, value));
  if (version === 1) view.setFloat32(at.voxOffset, headerBytes[1], true);
  else view.setBigInt64(at.voxOffset, BigInt(headerBytes[2]), true);
  real(at.slope, encoding.slope);
  real(at.slope + width, encoding.intercept);
  real(at.calMax, encoding.calMax);
  real(at.calMax + width, encoding.calMin);
  const integer = (offset: number, value: number): void =>
    version === 1 ? view.setInt16(offset, value, true) : view.setInt32(offset, value, true);
  const codeWidth = version === 1 ? 2 : 4;
  integer(at.qformCode, rigid ? code : 0);
  integer(at.qformCode + codeWidth, code);
  const quaternion = version === 1 ? roundQuaternion(qform.quaternion) : qform.quaternion;
  [...quaternion, ...qform.offset, ...volume.affine.slice(0, 3).flat()].forEach((value, i) =>
    real(at.quaternion + width * i, value),
  );
  // Millimetres and seconds.
  if (version === 1) view.setUint8(at.units, 2 | 8);
  else view.setInt32(at.units, 2 | 8, true);
  // NIFTI_INTENT_LABEL.
  if (encoding.labels) integer(at.intentCode, 1002);
  bytes.set(descriptionBytes(options.description ?? ''), at.description);
  return bytes;
}

/** Offsets of the fields in the two versions. */
const layouts = {
  1: {
    magic: 344, dim: 40, datatype: 70, bitpix: 72, pixdim: 76, voxOffset: 108, slope: 112, calMax: 124,
    description: 148, qformCode: 252, quaternion: 256, units: 123, intentCode: 68,
  },
  2: {
    magic: 4, dim: 16, datatype: 12, bitpix: 14, pixdim: 104, voxOffset: 168, slope: 176, calMax: 192,
    description: 240, qformCode: 344, quaternion: 352, units: 500, intentCode: 504,
  },
} as const;

function descriptionBytes(description: string): Uint8Array {
  const bytes = new TextEncoder().encode(description);
  if (bytes.length > 79)
    throw new RangeError(`encodeNifti: expected a description of at most 79 bytes, found ${bytes.length}`);
  return bytes;
}
