import { readSafetensors, writeSafetensors, type NamedTensor, type TensorToWrite } from '@braingen/unet3d';
import { elementCount } from '@braingen/volume';
import { CascadeError } from './description.ts';

/** Numbers that share a scale: 8.25 bits each in a file. */
const group = 128;

/** Tensors with fewer numbers keep their format: scales and shifts of normalisations, biases. */
const fewest = 1024;

const scaleOf = (key: string): string => `${key}_scale`;

/**
 * Tensors as whole numbers of 8 bits with one scale for each 128 consecutive numbers (symmetric, the largest becomes 127): an error of
 * at most 1/254 of the largest number in the group. Kept as `NAME` and `NAME_scale`, as in checkpoints of compressed-tensors. Small
 * tensors stay as they are.
 */
export function* quantize(
  tensors: Iterable<readonly [string, TensorToWrite]>,
): Generator<readonly [string, TensorToWrite]> {
  for (const [key, tensor] of tensors) {
    const count = elementCount(tensor.shape);
    if (count < fewest) {
      yield [key, tensor];
      continue;
    }
    const values = new Float32Array(count);
    tensor.write(values);
    const scales = scalesOf(values);
    const whole = (target: Float32Array): void =>
      values.forEach((value, i) => (target[i] = Math.round(value / scales[Math.floor(i / group)]) || 0));
    yield [key, { shape: tensor.shape, write: whole, format: 'I8' }];
    yield [scaleOf(key), { shape: [scales.length], write: (target) => target.set(scales), format: 'F32' }];
  }
}

function scalesOf(values: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.ceil(values.length / group) }, (_, k) =>
    values.subarray(k * group, (k + 1) * group).reduce((most, value) => Math.max(most, Math.abs(value) / 127), 0),
  );
}

/**
 * A file of safetensors with its 8-bit tensors times their scales; the same bytes where it has none.
 *
 * @throws CascadeError where a tensor has not one scale for each of its groups
 */
export function dequantized(bytes: Uint8Array): Uint8Array {
  const { tensors, metadata } = readSafetensors(bytes);
  const scaled = [...tensors].filter(([key]) => tensors.has(scaleOf(key)));
  if (scaled.length === 0) return bytes;
  const plain = new Map(tensors);
  for (const [key, { shape, data }] of scaled) {
    const { data: scales } = tensors.get(scaleOf(key)) as NamedTensor;
    const groups = Math.ceil(data.length / group);
    if (scales.length !== groups)
      throw new CascadeError(`${scaleOf(key)}: expected ${groups} scales, found ${scales.length}`);
    plain.set(key, { shape, data: data.map((n, i) => n * scales[Math.floor(i / group)]) });
    plain.delete(scaleOf(key));
  }
  return writeSafetensors(plain, metadata);
}
