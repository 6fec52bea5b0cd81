import type { VoxelArray } from '../geometry/volume.ts';
import { datatypes, type NiftiDatatype } from './datatype.ts';
import type { NiftiExtension } from './extensions.ts';

export interface EncodeOptions {
  /**
   * How voxels are stored. Values that do not fit an integer type are scaled (slope, intercept).
   * @default as they are in memory
   */
  readonly datatype?: Exclude<NiftiDatatype, 'int64' | 'uint64'> | undefined;
  /**
   * Voxels are labels: whole numbers, never scaled, in the smallest integer type that holds them unless `datatype` says
   * otherwise.
   * @default false
   */
  readonly labels?: boolean | undefined;
  /** At most 79 bytes of UTF-8. @default empty */
  readonly description?: string | undefined;
  /**
   * Header extensions, at most a megabyte of them: what made the image, for instance, as text under code 6.
   * @default none
   */
  readonly extensions?: readonly NiftiExtension[] | undefined;
  /** Compress. @default false for bytes; by name for files */
  readonly gzip?: boolean | undefined;
  /** What space the affine leads to. @default `aligned` */
  readonly space?: 'scanner' | 'aligned' | 'talairach' | 'mni152' | undefined;
  /** NIfTI-1 or -2. @default 1, or 2 where an axis has more than 32767 voxels */
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
export function chooseEncoding(frames: readonly VoxelArray[], { datatype, labels = false }: EncodeOptions): Encoding {
  const { min, max, whole } = survey(frames);
  if (labels && !whole) throw new RangeError('encodeNifti: expected labels to be whole numbers, found fractions');
  const chosen = datatype ?? (labels ? smallestInteger(min, max) : datatypeOfArray(frames[0]));
  const base = { datatype: chosen, calMin: min, calMax: max, labels };
  const range = datatypes[chosen].range;
  if (!range || (whole && min >= range[0] && max <= range[1])) return { ...base, slope: 1, intercept: 0 };
  if (labels)
    throw new RangeError(`encodeNifti: expected labels of ${range.join(' to ')} for ${chosen}, found ${min} to ${max}`);
  // The type's whole range is used; a constant volume is all intercept.
  const slope = max > min ? (max - min) / (range[1] - range[0]) : 1;
  return { ...base, slope, intercept: max > min ? min - range[0] * slope : min };
}

function survey(frames: readonly VoxelArray[]): { min: number; max: number; whole: boolean } {
  const each = frames.map(surveyOne);
  return {
    min: Math.min(...each.map(({ min }) => min)),
    max: Math.max(...each.map(({ max }) => max)),
    whole: each.every(({ whole }) => whole),
  };
}

function surveyOne(voxels: VoxelArray): { min: number; max: number; whole: boolean } {
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
  return voxels[Symbol.toStringTag].replace('Array', '').toLowerCase() as NiftiDatatype;
}
