import { checkLength } from './check-length.ts';
import type { Kernels } from './kernels.ts';

/** In the order of elementwise.c. */
const unaryNames = [
  'negative',
  'square',
  'squareRoot',
  'reciprocalRoot',
  'exponential',
  'sigmoid',
  'silu',
  'relu',
  'absolute',
  'reciprocal',
  'errorFunction',
] as const;

const binaryNames = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'reverseSubtract',
  'reverseDivide',
  'squaredDifference',
  'maximum',
  'minimum',
  'siluGradient',
] as const;

export type UnaryName = (typeof unaryNames)[number];
export type BinaryName = (typeof binaryNames)[number];

/** y = operation(x), element by element; y may be x. */
export function unary(kernels: Kernels, name: UnaryName, x: Float32Array, y: Float32Array): void {
  checkLength(name, 'y', y, x.length);
  kernels.call('unary', [x, y], [x.length, unaryNames.indexOf(name)]);
}

/**
 * y = operation(a, b), element by element; b is repeated until it is as long as a. `siluGradient` is b silu'(a).
 *
 * @throws RangeError if the length of b does not divide a's
 */
export function binary(kernels: Kernels, name: BinaryName, a: Float32Array, b: Float32Array, y: Float32Array): void {
  checkLength(name, 'y', y, a.length);
  if (b.length === 0 || a.length % b.length !== 0) {
    throw new RangeError(`${name}: expected b of a length that divides ${a.length}, found ${b.length}`);
  }
  kernels.call('binary', [a, b, y], [a.length, b.length, binaryNames.indexOf(name)]);
}
