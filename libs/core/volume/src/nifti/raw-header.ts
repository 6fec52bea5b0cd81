import { NIFTI1, NIFTI2 } from 'nifti-reader-js';
import { parseAnalyze } from './analyze.ts';
import { latin1, text } from './bytes.ts';
import { NiftiError } from './error.ts';
import type { RawHeader } from './header-fields.ts';

/** The longest fixed header: what a reader must have before it calls `parseRawHeader`. */
export const longestHeader = 540;
const nifti1Size = 348;
const nifti2Size = 540;

/**
 * Reads the fixed part of a header.
 *
 * nifti-reader-js reads the fields, from a copy that ends with the fixed part: given more, it goes on to parse extensions, and throws
 * on some that are only unusual. Read here instead, because it gets them wrong: NIfTI-1's sform, which it replaces by the qform where
 * that has the larger code; the 64-bit integers of NIfTI-2, of which it swaps halves or extends the sign twice; and text, of which
 * it joins what follows the terminating zero. It knows no Analyze.
 *
 * @throws NiftiError if the bytes are no header of the three formats.
 */
export function parseRawHeader(bytes: Uint8Array, file: string): RawHeader {
  if (bytes.length === 0) throw new NiftiError(file, { field: 'file', found: 'no bytes', expected: 'a NIfTI header' });
  refusePointer(bytes, file);
  if (bytes.length < nifti1Size) {
    throw new NiftiError(file, {
      field: 'file',
      found: `${bytes.length} bytes`,
      expected: `a header of ${nifti1Size} bytes at least`,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const littleEndian of [true, false]) {
    const size = view.getInt32(0, littleEndian);
    if (size === nifti1Size) return parseNifti1(bytes, littleEndian, file);
    if (size === nifti2Size && bytes.length >= nifti2Size) return parseNifti2(bytes, littleEndian, file);
  }
  throw new NiftiError(file, {
    field: 'sizeof_hdr',
    found: `${view.getInt32(0, true)}`,
    expected: `${nifti1Size} (NIfTI-1, Analyze) or ${nifti2Size} (NIfTI-2)`,
  });
}

function refusePointer(bytes: Uint8Array, file: string): void {
  const start = latin1(bytes, 0, Math.min(bytes.length, 200));
  if (start.startsWith('version https://git-lfs.github.com/spec/')) {
    throw new NiftiError(file, {
      field: 'file',
      found: 'a git-lfs pointer',
      expected: 'the image itself (git lfs pull)',
    });
  }
  if (/^\S*\/?annex\/objects\//.test(start)) {
    throw new NiftiError(file, {
      field: 'file',
      found: 'a git-annex pointer',
      expected: 'the image itself (git annex get)',
    });
  }
}

function parseNifti1(bytes: Uint8Array, littleEndian: boolean, file: string): RawHeader {
  const fixed = copyOf(bytes, nifti1Size);
  const magic = latin1(fixed, 344, 348);
  const view = new DataView(fixed.buffer);
  if (!['n+1\0', 'ni1\0'].includes(magic)) return parseAnalyze(fixed, littleEndian, file);
  const header = new NIFTI1();
  header.readHeader(fixed.buffer);
  const row = (start: number): number[] => [0, 4, 8, 12].map((at) => view.getFloat32(start + at, littleEndian));
  return {
    ...sharedFields(header),
    format: 'NIfTI-1',
    single: magic === 'n+1\0',
    littleEndian,
    size: nifti1Size,
    dims: header.dims,
    voxOffset: header.vox_offset,
    description: text(fixed, 148, 80),
    intentName: text(fixed, 328, 16),
    srows: [row(280), row(296), row(312)],
  };
}

function parseNifti2(bytes: Uint8Array, littleEndian: boolean, file: string): RawHeader {
  const fixed = copyOf(bytes, nifti2Size);
  const magic = latin1(fixed, 4, 12);
  if (!['n+2\0\r\n\x1a\n', 'ni2\0\r\n\x1a\n'].includes(magic)) {
    throw new NiftiError(file, {
      field: 'magic',
      found: JSON.stringify(magic),
      expected: '"n+2" or "ni2" and its line-end bytes',
    });
  }
  const view = new DataView(fixed.buffer);
  const header = new NIFTI2();
  header.readHeader(fixed.buffer);
  const integer = (at: number): number => Number(view.getBigInt64(at, littleEndian));
  return {
    ...sharedFields(header),
    format: 'NIfTI-2',
    single: magic[1] === '+',
    littleEndian,
    size: nifti2Size,
    dims: [0, 1, 2, 3, 4, 5, 6, 7].map((i) => integer(16 + 8 * i)),
    voxOffset: integer(168),
    description: text(fixed, 240, 80),
    intentName: text(fixed, 508, 16),
    srows: header.affine.slice(0, 3),
  };
}

/** Memory of its own, for `slice` of a Buffer copies nothing: nifti-reader-js would take its neighbours for extensions. */
const copyOf = (bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(bytes.subarray(0, length));

function sharedFields(
  header: NIFTI1 | NIFTI2,
): Omit<
  RawHeader,
  'format' | 'single' | 'littleEndian' | 'size' | 'dims' | 'voxOffset' | 'description' | 'intentName' | 'srows'
> {
  return {
    datatypeCode: header.datatypeCode,
    bitsPerVoxel: header.numBitsPerVoxel,
    pixdim: header.pixDims,
    slope: header.scl_slope,
    intercept: header.scl_inter,
    unitsCode: header.xyzt_units,
    calMin: header.cal_min,
    calMax: header.cal_max,
    intentCode: header.intent_code,
    qformCode: header.qform_code,
    sformCode: header.sform_code,
    quaternion: [header.quatern_b, header.quatern_c, header.quatern_d],
    qoffset: [header.qoffset_x, header.qoffset_y, header.qoffset_z],
  };
}
