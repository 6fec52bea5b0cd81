/** Little-endian floating-point formats of checkpoints. */
export type FloatFormat = 'F64' | 'F32' | 'F16' | 'BF16';

/** Numbers of a checkpoint as float32: a view of `bytes` for aligned F32, a copy otherwise. */
export function toFloat32(bytes: Uint8Array, format: FloatFormat): Float32Array {
  if (format === 'F32' && bytes.byteOffset % 4 === 0) {
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }
  // A copy starts aligned, whatever the source did.
  const { buffer } = bytes.slice();
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
    case 'F16':
      return Float32Array.from(new Uint16Array(buffer), fromHalf);
  }
}

/** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 of fraction. */
function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
