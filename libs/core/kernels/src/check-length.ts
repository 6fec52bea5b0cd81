/** Kernels count in 32 bits, and round up to whole vectors and pieces. */
export const mostElements: number = 2 ** 31 - 2 ** 16;

/** @throws RangeError naming the operation, if an array has not the length its shape says, or one beyond counting */
export function checkLength(operation: string, name: string, array: Float32Array, ...shape: readonly number[]): void {
  const expected = shape.reduce((product, size) => product * size, 1);
  if (expected > mostElements) {
    throw new RangeError(
      `${operation}: expected ${name} of at most ${mostElements} values, found ${shape.join(' x ')}`,
    );
  }
  if (array.length === expected) return;
  throw new RangeError(`${operation}: expected ${name} of ${shape.join(' x ')} values, found ${array.length}`);
}
