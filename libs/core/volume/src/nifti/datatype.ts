/** The datatypes that hold one real number a voxel. */
export type NiftiDatatype =
  | 'uint8'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64';

interface DatatypeEntry {
  readonly code: number;
  readonly bytes: number;
  /** Least and greatest value; floats have none worth checking. */
  readonly range?: readonly [number, number];
}

export const datatypes: Readonly<Record<NiftiDatatype, DatatypeEntry>> = {
  uint8: { code: 2, bytes: 1, range: [0, 255] },
  int16: { code: 4, bytes: 2, range: [-32768, 32767] },
  int32: { code: 8, bytes: 4, range: [-(2 ** 31), 2 ** 31 - 1] },
  float32: { code: 16, bytes: 4 },
  float64: { code: 64, bytes: 8 },
  int8: { code: 256, bytes: 1, range: [-128, 127] },
  uint16: { code: 512, bytes: 2, range: [0, 65535] },
  uint32: { code: 768, bytes: 4, range: [0, 2 ** 32 - 1] },
  int64: { code: 1024, bytes: 8, range: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] },
  uint64: { code: 1280, bytes: 8, range: [0, Number.MAX_SAFE_INTEGER] },
};

/** Datatypes that are known and refused, by code. */
const refused: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'binary, one bit a voxel',
  32: 'complex64',
  128: 'RGB24',
  1536: 'float128, whose layout differs from one computer to another',
  1792: 'complex128',
  2048: 'complex256',
  2304: 'RGBA32',
};

export function datatypeOfCode(code: number): NiftiDatatype | undefined {
  return (Object.keys(datatypes) as NiftiDatatype[]).find((name) => datatypes[name].code === code);
}

export function describeDatatypeCode(code: number): string {
  const name = datatypeOfCode(code) ?? refused[code];
  return name === undefined ? String(code) : `${code} (${name})`;
}
