/** One matrix of a MATLAB version 4 file, in which ITK and ANTs keep transforms (.mat). */
export interface Matlab4Matrix {
  readonly name: string;
  readonly values: readonly number[];
}

/** Type, rows, columns, imaginary part, length of the name: five 32-bit integers. */
const headerBytes = 20;

/** Real matrices of double or single precision, in either byte order. @throws RangeError on anything else */
export function decodeMatlab4(bytes: Uint8Array): Matlab4Matrix[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const matrices: Matlab4Matrix[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < headerBytes) throw fault(`a header of ${headerBytes} bytes`, `${bytes.length - at} bytes`);
    // The type's thousands say the byte order; read wrongly, the number is out of range.
    const little = view.getInt32(at, true) >= 0 && view.getInt32(at, true) < 1000;
    const type = view.getInt32(at, little);
    const [rows, columns, imaginary, nameLength] = [4, 8, 12, 16].map((offset) => view.getInt32(at + offset, little));
    const single = type % 1000 === 10;
    if ((type % 1000 !== 0 && !single) || type >= 1000 === little || imaginary !== 0) {
      throw fault('real matrices of double or single precision', `type ${type}`);
    }
    const width = single ? 4 : 8;
    const count = rows * columns;
    const end = at + headerBytes + nameLength + count * width;
    if (!(rows >= 0 && columns >= 0 && nameLength >= 1 && end <= bytes.length)) {
      throw fault(`a matrix within ${bytes.length} bytes`, `${rows} x ${columns} numbers from byte ${at}`);
    }
    const start = at + headerBytes;
    const name = new TextDecoder().decode(bytes.subarray(start, start + nameLength)).replace(/\0.*$/s, '');
    const values = Array.from({ length: count }, (_, i) => {
      const offset = start + nameLength + i * width;
      return single ? view.getFloat32(offset, little) : view.getFloat64(offset, little);
    });
    matrices.push({ name, values });
    at = end;
  }
  return matrices;
}

/** Columns of doubles, little-endian. */
export function encodeMatlab4(matrices: readonly Matlab4Matrix[]): Uint8Array {
  const names = matrices.map(({ name }) => new TextEncoder().encode(`${name}\0`));
  const size = matrices.reduce((sum, { values }, i) => sum + headerBytes + names[i].length + 8 * values.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [i, { values }] of matrices.entries()) {
    [0, values.length, 1, 0, names[i].length].forEach((value, k) => view.setInt32(at + 4 * k, value, true));
    bytes.set(names[i], at + headerBytes);
    at += headerBytes + names[i].length;
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  return bytes;
}

const fault = (expected: string, found: string): RangeError =>
  new RangeError(`readMatrix: expected a MATLAB 4 file with ${expected}, found ${found}`);
