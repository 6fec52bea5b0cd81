import type { Pace } from './pace.ts';

/** A dense matrix: element (i, j) is `values[i * columns + j]`. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

type Row = Float32Array | Float64Array;

/**
 * Inner products of every row of `a` with every row of `b`, summed in float64. Given one list twice it computes one
 * triangle and mirrors it.
 */
export async function gram(a: readonly Row[], b: readonly Row[], pace?: Pace): Promise<DenseMatrix> {
  const values = new Float64Array(a.length * b.length);
  for (let i = 0; i < a.length; i++) {
    for (let j = a === b ? i : 0; j < b.length; j++) {
      values[i * b.length + j] = dot(a[i], b[j]);
      if (a === b) values[j * b.length + i] = values[i * b.length + j];
      await pace?.tick();
    }
  }
  return { rows: a.length, columns: b.length, values };
}

/** Four sums side by side keep the CPU's adders busy; their order is fixed, so the result is too. */
export function dot(a: Row, b: Row): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}
