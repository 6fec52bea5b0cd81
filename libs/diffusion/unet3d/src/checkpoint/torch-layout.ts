/**
 * PyTorch stores weights as [out, in] and [out, in, d, h, w], TensorFlow.js wants [in, out] and [d, h, w, in, out].
 * Vectors are the same in both. Shapes here are always those of TensorFlow.js.
 */

/** The shape that PyTorch gives to a parameter of this TensorFlow.js shape. */
export function torchShape(shape: readonly number[]): number[] {
  if (shape.length < 2) return [...shape];
  const [inChannels, outChannels] = shape.slice(-2);
  return [outChannels, inChannels, ...shape.slice(0, -2)];
}

/** Values from TensorFlow.js' order into PyTorch's. */
export function toTorch(values: Float32Array, shape: readonly number[]): Float32Array {
  const { taps, inChannels, outChannels } = sizes(shape);
  const out = new Float32Array(values.length);
  for (let o = 0, to = 0; o < outChannels; o++) {
    for (let i = 0; i < inChannels; i++) {
      for (let k = 0; k < taps; k++) out[to++] = values[(k * inChannels + i) * outChannels + o];
    }
  }
  return out;
}

/** Values from PyTorch's order into TensorFlow.js'. */
export function fromTorch(values: Float32Array, shape: readonly number[]): Float32Array {
  const { taps, inChannels, outChannels } = sizes(shape);
  const out = new Float32Array(values.length);
  for (let o = 0, from = 0; o < outChannels; o++) {
    for (let i = 0; i < inChannels; i++) {
      for (let k = 0; k < taps; k++) out[(k * inChannels + i) * outChannels + o] = values[from++];
    }
  }
  return out;
}

function sizes(shape: readonly number[]): { taps: number; inChannels: number; outChannels: number } {
  if (shape.length < 2) return { taps: 1, inChannels: 1, outChannels: shape[0] ?? 1 };
  const [inChannels, outChannels] = shape.slice(-2);
  return { taps: shape.slice(0, -2).reduce((a, b) => a * b, 1), inChannels, outChannels };
}
