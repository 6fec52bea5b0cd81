/** Little-endian number formats of checkpoints, by their names in safetensors. */
export type NumberFormat = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'I32' | 'I16' | 'I8' | 'U8' | 'BOOL';

/** Bytes of one number. */
export const bytesPerNumber: Readonly<Record<NumberFormat, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

export const isNumberFormat = (name: unknown): name is NumberFormat =>
  typeof name === 'string' && Object.hasOwn(bytesPerNumber, name);

/**
 * Numbers of a checkpoint as float32: a view of `bytes` for aligned F32, a copy otherwise.
 *
 * @throws RangeError if a whole number has no float32 of its own
 */
export function toFloat32(bytes: Uint8Array, format: NumberFormat): Float32Array {
  if (format === 'F32' && bytes.byteOffset % 4 === 0) {
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }
  // A copy starts aligned, whatever the source did; `slice` would be none where the bytes are Node's Buffer.
  const { buffer } = new Uint8Array(bytes);
  switch (format) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'BF16': {
      // bfloat16 is the upper half of a float32.
      const halves = new Uint16Array(buffer);
      const words = new Uint32Array(halves.length);
      for (let i = 0; i < halves.length; i++) words[i] = halves[i] << 16;
      return new Float32Array(words.buffer);
    }
    case 'F16': {
      const table = (halfTable ??= Float32Array.from({ length: 0x10000 }, (_, half) => fromHalf(half)));
      const halves = new Uint16Array(buffer);
      const values = new Float32Array(halves.length);
      for (let i = 0; i < halves.length; i++) values[i] = table[halves[i]];
      return values;
    }
    case 'I64':
      return wholeNumbers(Array.from(new BigInt64Array(buffer), Number));
    case 'I32':
      return wholeNumbers(new Int32Array(buffer));
    case 'I16':
      return wholeNumbers(new Int16Array(buffer));
    case 'I8':
      return wholeNumbers(new Int8Array(buffer));
    case 'U8':
    case 'BOOL':
      return wholeNumbers(new Uint8Array(buffer));
  }
}

/** Every binary16 as float32: a look-up is ten times as fast as taking one apart. */
let halfTable: Float32Array | undefined;

/** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 of fraction. */
function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const half32 = new Float32Array(1);
const half32Bits = new Uint32Array(half32.buffer);

/**
 * The nearest binary16 of each number, ties to even (IEEE 754); infinite where a number is 65520 or more.
 *
 * @param target as long as `values`
 */
export function toHalf(values: Float32Array, target: Uint16Array): void {
  for (let i = 0; i < values.length; i++) target[i] = halfOf(values[i]);
}

function halfOf(value: number): number {
  half32[0] = value;
  const bits = half32Bits[0];
  const sign = (bits >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (size !== size) return sign | 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // Below the smallest normal number halves lie 2^-24 apart; above it 2^(exponent - 10).
  const exponent = Math.max(((bits >>> 23) & 0xff) - 127, -14);
  const steps = roundToEven(size * 2 ** (10 - exponent));
  return sign | (size < 2 ** -14 ? steps : ((exponent + 15) << 10) + steps - 1024);
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

function wholeNumbers(numbers: ArrayLike<number>): Float32Array {
  const values = Float32Array.from(numbers);
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== numbers[i]) throw new RangeError(`expected a number that float32 holds, found ${numbers[i]}`);
  }
  return values;
}
