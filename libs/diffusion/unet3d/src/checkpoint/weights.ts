import { tf } from '@braingen/engine';
import { elementCount } from '@braingen/volume';
import type { NamedTensor, TensorToWrite } from './safetensors.ts';
import { quoted } from './quoted.ts';
import { torchShape, toTorch } from './torch-layout.ts';

/** A network's parameters in TensorFlow.js' layout, and what goes with them: averages, moments. */
export type Values = ReadonlyMap<string, Float32Array>;

/** The values of variables, copied out of the engine. */
export async function readValues(parameters: ReadonlyMap<string, tf.Variable>): Promise<Map<string, Float32Array>> {
  const values = new Map<string, Float32Array>();
  for (const [key, variable] of parameters) values.set(key, Float32Array.from((await variable.data()) as Float32Array));
  return values;
}

/**
 * Sets variables from values of the same keys and sizes.
 *
 * @throws RangeError that names a key that is missing, left over, of another size or not finite; nothing is assigned then
 */
export function assignValues(parameters: ReadonlyMap<string, tf.Variable>, values: Values): void {
  checkValues(new Map([...parameters].map(([key, { shape }]) => [key, shape])), values);
  for (const [key, variable] of parameters) {
    tf.tidy(() => variable.assign(tf.tensor(Float32Array.from(values.get(key) ?? []), variable.shape)));
  }
}

/** @throws RangeError that names a key that is missing, left over, of another size or not finite */
export function checkValues(shapes: ReadonlyMap<string, readonly number[]>, values: Values): void {
  checkKeys(shapes.keys(), values);
  for (const [key, shape] of shapes) {
    const [expected, found] = [elementCount(shape), values.get(key)?.length];
    if (found !== expected)
      throw new RangeError(`weights: expected ${expected} numbers for ${key} [${shape.join(', ')}], found ${found}`);
    checkFinite(key, values.get(key) as Float32Array);
  }
}

/** One NaN among millions of weights makes every volume NaN, or worse, a part of it. */
function checkFinite(key: string, numbers: Float32Array): void {
  let zero = 0;
  for (let i = 0; i < numbers.length; i++) zero += 0 * numbers[i];
  if (zero === 0) return;
  const at = numbers.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(`weights: expected finite numbers for ${key}, found ${numbers[at]} at ${at}`);
}

/**
 * Values for a file in PyTorch's layout, each put in order when it is written.
 *
 * @throws RangeError that names a key that is missing or left over
 */
export function torchTensorsToWrite(
  values: Values,
  shapes: ReadonlyMap<string, readonly number[]>,
): Map<string, TensorToWrite> {
  checkKeys(shapes.keys(), values);
  return new Map(
    [...shapes].map(([key, shape]) => [
      key,
      {
        shape: torchShape(shape),
        write: (target) => void toTorch(values.get(key) ?? new Float32Array(), shape, target),
      },
    ]),
  );
}

/** Values in PyTorch's layout, for a file. */
export function toTorchTensors(
  values: Values,
  shapes: ReadonlyMap<string, readonly number[]>,
): Map<string, NamedTensor> {
  return new Map(
    [...torchTensorsToWrite(values, shapes)].map(([key, { shape, write }]) => {
      const data = new Float32Array(elementCount(shape));
      write(data);
      return [key, { shape, data }];
    }),
  );
}

/** @throws RangeError that names keys that are missing or left over */
export function checkKeys(expected: Iterable<string>, found: ReadonlyMap<string, unknown>): void {
  const keys = [...expected];
  const missing = keys.filter((key) => !found.has(key));
  if (missing.length > 0) throw new RangeError(`weights: expected ${keys.length} tensors, found no ${brief(missing)}`);
  const known = new Set(keys);
  const extra = [...found.keys()].filter((key) => !known.has(key));
  if (extra.length > 0) throw new RangeError(`weights: expected ${keys.length} tensors, found ${brief(extra)} besides`);
}

const brief = (keys: readonly string[]): string =>
  keys.length === 1 ? quoted(keys[0]) : `${quoted(keys[0])} (and ${keys.length - 1} more)`;
