import { hostArrays, type WeightLayout } from '@braingen/engine';
import { elementCount } from '@braingen/volume';

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
export function toTorch(
  values: Float32Array,
  shape: readonly number[],
  out: Float32Array = new Float32Array(values.length),
): Float32Array {
  const { taps, inChannels, outChannels } = layoutOf(shape);
  const rows = taps * inChannels;
  for (let first = 0; first < outChannels; first += together) {
    const last = Math.min(first + together, outChannels);
    for (let i = 0; i < inChannels; i++) {
      for (let k = 0; k < taps; k++) {
        const from = (k * inChannels + i) * outChannels;
        for (let o = first, to = first * rows + i * taps + k; o < last; o++, to += rows) out[to] = values[from + o];
      }
    }
  }
  return out;
}

/** Values from PyTorch's order into TensorFlow.js'. */
export function fromTorch(values: Float32Array, shape: readonly number[]): Float32Array {
  const out = new Float32Array(values.length);
  fromTorchRows(values, 0, layoutOf(shape), out);
  return out;
}

export function layoutOf(shape: readonly number[]): WeightLayout {
  if (shape.length < 2) return { taps: 1, inChannels: 1, outChannels: elementCount(shape) };
  const [inChannels, outChannels] = shape.slice(-2);
  return { taps: elementCount(shape.slice(0, -2)), inChannels, outChannels };
}

/** Outputs that are moved at once: the floats of one cache line, so that every line is written once and whole. */
const together = 16;

/** Places of all outputs that are written before the next ones: so few that the CPU remembers their pages. */
const tapsTogether = 216;

/**
 * The same for some outputs of a weight, as they come from a file.
 *
 * @param values all taps and inputs of the outputs from `first` on, in PyTorch's order
 * @param out the whole weight in TensorFlow.js' order
 */
export function fromTorchRows(values: Float32Array, first: number, layout: WeightLayout, out: Float32Array): void {
  const { taps, inChannels, outChannels } = layout;
  const rows = taps * inChannels;
  if (rows === 1) return out.set(values, first);
  const host = hostArrays();
  if (host) return host.turnWeights(layout, values, first, out);
  const count = values.length / rows;
  const tile = Math.ceil(tapsTogether / taps);
  for (let begin = 0; begin < inChannels; begin += tile) {
    const end = Math.min(begin + tile, inChannels);
    for (let block = 0; block < count; block += together) {
      const width = Math.min(together, count - block);
      for (let i = begin, from = block * rows + begin * taps; i < end; i++) {
        for (let k = 0; k < taps; k++, from++) {
          const to = (k * inChannels + i) * outChannels + first + block;
          if (width === together) moveSixteen(values, from, rows, out, to);
          else for (let o = 0; o < width; o++) out[to + o] = values[from + o * rows];
        }
      }
    }
  }
}

/** Written out, because a loop of sixteen costs half as much again. */
function moveSixteen(values: Float32Array, from: number, stride: number, out: Float32Array, to: number): void {
  out[to] = values[from];
  out[to + 1] = values[from + stride];
  out[to + 2] = values[from + 2 * stride];
  out[to + 3] = values[from + 3 * stride];
  out[to + 4] = values[from + 4 * stride];
  out[to + 5] = values[from + 5 * stride];
  out[to + 6] = values[from + 6 * stride];
  out[to + 7] = values[from + 7 * stride];
  out[to + 8] = values[from + 8 * stride];
  out[to + 9] = values[from + 9 * stride];
  out[to + 10] = values[from + 10 * stride];
  out[to + 11] = values[from + 11 * stride];
  out[to + 12] = values[from + 12 * stride];
  out[to + 13] = values[from + 13 * stride];
  out[to + 14] = values[from + 14 * stride];
  out[to + 15] = values[from + 15 * stride];
}
