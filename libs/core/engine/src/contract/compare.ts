/** What is kept of an array that a reference computed in double precision. */
export interface Figures {
  readonly length: number;
  /** The root of the sum of squares. */
  readonly norm: number;
  /** The largest absolute value. */
  readonly largest: number;
  /** A dozen values, the first and the last among them, evenly spread. */
  readonly values: readonly number[];
}

/** The largest difference from the values that were kept, and that of the norms, relative to the largest value and norm. */
export function errorToFigures(found: ArrayLike<number>, { length, norm, largest, values }: Figures): number {
  if (found.length !== length) return Infinity;
  let square = 0;
  for (let i = 0; i < length; i++) square += found[i] ** 2;
  const intervals = values.length - 1;
  const errors = values.map(
    (value, i) => Math.abs(found[Math.floor((i * (length - 1)) / intervals)] - value) / (largest + 1e-30),
  );
  return Math.max(...errors, Math.abs(Math.sqrt(square) - norm) / (norm + 1e-30));
}

/** The largest difference, relative to the largest value. NaN if there is one. */
export function errorToArray(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Infinity;
  let difference = 0;
  let size = 1e-30;
  for (let i = 0; i < found.length; i++) {
    const each = Math.abs(found[i] - expected[i]);
    if (Number.isNaN(each)) return NaN;
    difference = Math.max(difference, each);
    size = Math.max(size, Math.abs(expected[i]));
  }
  return difference / size;
}
