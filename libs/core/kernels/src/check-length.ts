/** @throws RangeError naming the operation, if an array has not the length its shape says */
export function checkLength(operation: string, name: string, array: Float32Array, ...shape: readonly number[]): void {
  const expected = shape.reduce((product, size) => product * size, 1);
  if (array.length === expected) return;
  throw new RangeError(`${operation}: expected ${name} of ${shape.join(' x ')} values, found ${array.length}`);
}
