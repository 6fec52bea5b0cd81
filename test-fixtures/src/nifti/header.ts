/** Every field of a header that a reader looks at. Defaults make a good 5 x 4 x 3 int16 file, LAS, 2 x 2 x 3 mm. */
export interface HeaderFields {
  readonly format: 'nifti1' | 'nifti2' | 'analyze';
  readonly bigEndian: boolean;
  readonly sizeofHdr: number;
  readonly magic: string;
  readonly dim: readonly number[];
  readonly datatype: number;
  readonly bitpix: number;
  readonly pixdim: readonly number[];
  readonly voxOffset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly units: number;
  readonly qformCode: number;
  readonly sformCode: number;
  readonly quaternion: readonly [b: number, c: number, d: number];
  readonly qoffset: readonly [x: number, y: number, z: number];
  readonly srows: readonly (readonly number[])[];
  readonly description: string;
  /** Analyze only: SPM's origin, counted from 1. */
  readonly origin: readonly [x: number, y: number, z: number];
}

const defaults: HeaderFields = {
  format: 'nifti1',
  bigEndian: false,
  sizeofHdr: 348,
  magic: 'n+1\0',
  dim: [3, 5, 4, 3, 1, 1, 1, 1],
  datatype: 4,
  bitpix: 16,
  pixdim: [-1, 2, 2, 3, 0, 0, 0, 0],
  voxOffset: 352,
  slope: 0,
  intercept: 0,
  units: 2,
  qformCode: 1,
  sformCode: 1,
  // Half a turn about y, and the third axis reversed by pixdim[0]: x to the left.
  quaternion: [0, 1, 0],
  qoffset: [10, -20, -30],
  srows: [
    [-2, 0, 0, 10],
    [0, 2, 0, -20],
    [0, 0, 3, -30],
  ],
  description: 'made by test-fixtures',
  origin: [0, 0, 0],
};

const formatDefaults: Record<HeaderFields['format'], Partial<HeaderFields>> = {
  nifti1: {},
  nifti2: { sizeofHdr: 540, magic: 'n+2\0\r\n\x1a\n', voxOffset: 544 },
  analyze: { magic: '', voxOffset: 0 },
};

/** The fixed part of a header: 348 bytes, or 540 for NIfTI-2. */
export function headerBytes(overrides: Partial<HeaderFields> = {}): Uint8Array {
  const fields = { ...defaults, ...formatDefaults[overrides.format ?? 'nifti1'], ...overrides };
  return fields.format === 'nifti2' ? nifti2(fields) : nifti1(fields);
}

function nifti1(fields: HeaderFields): Uint8Array {
  const bytes = new Uint8Array(348);
  const { int16, int32, float32, text } = writer(bytes, !fields.bigEndian);
  int32(0, fields.sizeofHdr);
  fields.dim.forEach((n, i) => int16(40 + 2 * i, n));
  int16(70, fields.datatype);
  int16(72, fields.bitpix);
  fields.pixdim.forEach((value, i) => float32(76 + 4 * i, value));
  float32(108, fields.voxOffset);
  float32(112, fields.slope);
  text(148, fields.description);
  if (fields.format === 'analyze') {
    fields.origin.forEach((value, i) => int16(253 + 2 * i, value));
    return bytes;
  }
  float32(116, fields.intercept);
  bytes[123] = fields.units;
  int16(252, fields.qformCode);
  int16(254, fields.sformCode);
  [...fields.quaternion, ...fields.qoffset, ...fields.srows.flat()].forEach((value, i) => float32(256 + 4 * i, value));
  text(344, fields.magic);
  return bytes;
}

function nifti2(fields: HeaderFields): Uint8Array {
  const bytes = new Uint8Array(540);
  const { int16, int32, int64, float64, text } = writer(bytes, !fields.bigEndian);
  int32(0, fields.sizeofHdr);
  text(4, fields.magic);
  int16(12, fields.datatype);
  int16(14, fields.bitpix);
  fields.dim.forEach((n, i) => int64(16 + 8 * i, n));
  fields.pixdim.forEach((value, i) => float64(104 + 8 * i, value));
  int64(168, fields.voxOffset);
  float64(176, fields.slope);
  float64(184, fields.intercept);
  text(240, fields.description);
  int32(344, fields.qformCode);
  int32(348, fields.sformCode);
  [...fields.quaternion, ...fields.qoffset, ...fields.srows.flat()].forEach((value, i) => float64(352 + 8 * i, value));
  int32(500, fields.units);
  return bytes;
}

interface Writer {
  int16(at: number, value: number): void;
  int32(at: number, value: number): void;
  int64(at: number, value: number): void;
  float32(at: number, value: number): void;
  float64(at: number, value: number): void;
  text(at: number, value: string): void;
}

function writer(bytes: Uint8Array, littleEndian: boolean): Writer {
  const view = new DataView(bytes.buffer);
  return {
    int16: (at, value) => view.setInt16(at, value, littleEndian),
    int32: (at, value) => view.setInt32(at, value, littleEndian),
    int64: (at, value) => view.setBigInt64(at, BigInt(value), littleEndian),
    float32: (at, value) => view.setFloat32(at, value, littleEndian),
    float64: (at, value) => view.setFloat64(at, value, littleEndian),
    text: (at, value) => bytes.set(new TextEncoder().encode(value), at),
  };
}
