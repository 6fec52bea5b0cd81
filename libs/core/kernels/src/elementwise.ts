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

/**
 * y = operation(x), element by element; y may be x.
 *
 * @throws RangeError if x and y are empty or differ in length
 */
export function unary(kernels: Kernels, name: UnaryName, x: Float32Array, y: Float32Array): void {
  kernels.call('unary', { count: x.length, operation: numberOf('unary', unaryNames, name), x, y }, name);
}

/**
 * y = operation(a, b), element by element; b is repeated until it is as long as a. `siluGradient` is b silu'(a).
 *
 * @throws RangeError if an array is empty, y is not as long as a, or the length of b does not divide a's
 */
export function binary(kernels: Kernels, name: BinaryName, a: Float32Array, b: Float32Array, y: Float32Array): void {
  const operation = numberOf('binary', binaryNames, name);
  kernels.call('binary', { count: a.length, period: b.length, operation, a, b, y }, name);
}

function numberOf(kind: string, names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  if (index < 0) throw new RangeError(`${kind}: expected one of ${names.join(', ')}, found ${name.slice(0, 40)}`);
  return index;
}
