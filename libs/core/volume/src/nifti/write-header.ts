import { spacingOf } from '../geometry/affine.ts';
import { gridDistance } from '../geometry/grid.ts';
import type { Volume, VoxelArray } from '../geometry/volume.ts';
import { datatypes } from './datatype.ts';
import type { EncodeOptions, Encoding } from './encoding.ts';
import { extensionBytes } from './extensions.ts';
import { affineOfQform, qformOfAffine, roundQuaternion, type Qform } from './quaternion.ts';

type Write = (view: DataView, at: number, value: number) => void;

const int16: Write = (view, at, value) => view.setInt16(at, value, true);
const int32: Write = (view, at, value) => view.setInt32(at, value, true);
const int64: Write = (view, at, value) => view.setBigInt64(at, BigInt(value), true);
const float32: Write = (view, at, value) => view.setFloat32(at, value, true);
const float64: Write = (view, at, value) => view.setFloat64(at, value, true);

/** How the two versions write numbers, and at which byte each field begins. */
const layouts = {
  1: {
    fixed: 348,
    magic: [0x6e, 0x2b, 0x31, 0],
    real: { write: float32, width: 4 },
    count: { write: int16, width: 2 },
    code: { write: int16, width: 2 },
    voxOffset: { write: float32, at: 108 },
    units: { write: (view: DataView, at: number, value: number): void => view.setUint8(at, value), at: 123 },
    at: {
      magic: 344,
      dim: 40,
      datatype: 70,
      bitpix: 72,
      pixdim: 76,
      slope: 112,
      calMax: 124,
      description: 148,
      codes: 252,
      quaternion: 256,
      intent: 68,
    },
    longestAxis: 32767,
  },
  2: {
    fixed: 540,
    magic: [0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a],
    real: { write: float64, width: 8 },
    count: { write: int64, width: 8 },
    code: { write: int32, width: 4 },
    voxOffset: { write: int64, at: 168 },
    units: { write: int32, at: 500 },
    at: {
      magic: 4,
      dim: 16,
      datatype: 12,
      bitpix: 14,
      pixdim: 104,
      slope: 176,
      calMax: 192,
      description: 240,
      codes: 344,
      quaternion: 352,
      intent: 504,
    },
    longestAxis: Number.MAX_SAFE_INTEGER,
  },
};

const spaceCodes = { scanner: 1, aligned: 2, talairach: 3, mni152: 4 };
const labelIntent = 1002;
const millimetresAndSeconds = 2 | 8;

/** The header of a single file, little-endian, with sform, and with qform where the affine has no shear. */
export function headerOf(
  volume: Volume<VoxelArray>,
  encoding: Encoding,
  options: EncodeOptions,
  frames: number,
): Uint8Array {
  const longest = Math.max(...volume.shape);
  const layout = layouts[options.version ?? (longest > layouts[1].longestAxis ? 2 : 1)];
  if (longest > layout.longestAxis) {
    throw new RangeError(
      `encodeNifti: expected at most ${layout.longestAxis} voxels along an axis for NIfTI-1, found ${volume.shape.join('x')}`,
    );
  }
  const extensions = extensionBytes(options.extensions ?? []);
  const bytes = new Uint8Array(layout.fixed + extensions.length);
  bytes.set(extensions, layout.fixed);
  const view = new DataView(bytes.buffer);
  const put = ({ write, width }: { write: Write; width: number }, at: number, values: readonly number[]): void =>
    values.forEach((value, i) => write(view, at + width * i, value));

  const { code: datatype, bytes: voxelBytes } = datatypes[encoding.datatype];
  const { quaternion, qfac, spacing, offset, qformCode, sformCode } = placeOf(volume, options);
  int32(view, 0, layout.fixed);
  bytes.set(layout.magic, layout.at.magic);
  put(layout.count, layout.at.dim, [frames > 1 ? 4 : 3, ...volume.shape, frames, 1, 1, 1]);
  int16(view, layout.at.datatype, datatype);
  int16(view, layout.at.bitpix, 8 * voxelBytes);
  put(layout.real, layout.at.pixdim, [qfac, ...spacing]);
  layout.voxOffset.write(view, layout.voxOffset.at, bytes.length);
  put(layout.real, layout.at.slope, [encoding.slope, encoding.intercept]);
  put(layout.real, layout.at.calMax, [encoding.calMax, encoding.calMin]);
  put(layout.code, layout.at.codes, [qformCode, sformCode]);
  const kept = layout === layouts[1] ? roundQuaternion(quaternion) : quaternion;
  put(layout.real, layout.at.quaternion, [...kept, ...offset, ...volume.affine.slice(0, 3).flat()]);
  layout.units.write(view, layout.units.at, millimetresAndSeconds);
  if (encoding.labels) layout.code.write(view, layout.at.intent, labelIntent);
  bytes.set(descriptionBytes(options.description ?? ''), layout.at.description);
  return bytes;
}

function placeOf(
  volume: Volume<VoxelArray>,
  { space = 'aligned' }: EncodeOptions,
): Qform & { qformCode: number; sformCode: number } {
  const code = spaceCodes[space];
  const qform = qformOfAffine(volume.affine);
  const distance = gridDistance(volume, { shape: volume.shape, affine: affineOfQform(qform) });
  // A qform cannot hold shear: where it would put a voxel elsewhere it is marked as not to be used.
  const rigid = distance < 1e-3 * Math.min(...spacingOf(volume.affine));
  return { ...qform, qformCode: rigid ? code : 0, sformCode: code };
}

function descriptionBytes(description: string): Uint8Array {
  const bytes = new TextEncoder().encode(description);
  if (bytes.length > 79) {
    throw new RangeError(`encodeNifti: expected a description of at most 79 bytes, found ${bytes.length}`);
  }
  return bytes;
}
