export type Datatype =
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

/** NIfTI's code and bits, and how one number is written. */
interface DatatypeEntry {
  readonly code: number;
  readonly bits: number;
  readonly write: (view: DataView, at: number, value: number | bigint, little: boolean) => void;
}

export const datatypes: Readonly<Record<Datatype, DatatypeEntry>> = {
  uint8: { code: 2, bits: 8, write: (view, at, value) => view.setUint8(at, Number(value)) },
  int8: { code: 256, bits: 8, write: (view, at, value) => view.setInt8(at, Number(value)) },
  int16: { code: 4, bits: 16, write: (view, at, value, little) => view.setInt16(at, Number(value), little) },
  uint16: { code: 512, bits: 16, write: (view, at, value, little) => view.setUint16(at, Number(value), little) },
  int32: { code: 8, bits: 32, write: (view, at, value, little) => view.setInt32(at, Number(value), little) },
  uint32: { code: 768, bits: 32, write: (view, at, value, little) => view.setUint32(at, Number(value), little) },
  int64: { code: 1024, bits: 64, write: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little) },
  uint64: { code: 1280, bits: 64, write: (view, at, value, little) => view.setBigUint64(at, BigInt(value), little) },
  float32: { code: 16, bits: 32, write: (view, at, value, little) => view.setFloat32(at, Number(value), little) },
  float64: { code: 64, bits: 64, write: (view, at, value, little) => view.setFloat64(at, Number(value), little) },
};

/** Numbers as they stand in a file. */
export function voxelBytes(
  values: readonly (number | bigint)[],
  datatype: Datatype = 'int16',
  bigEndian = false,
): Uint8Array {
  const { bits, write } = datatypes[datatype];
  const bytes = new Uint8Array((values.length * bits) / 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => write(view, (i * bits) / 8, value, !bigEndian));
  return bytes;
}
