import { readFileSync } from 'node:fs';

const file = new URL('../../../../test-fixtures/reference/cascade/figures.json', import.meta.url);

/** Figures of PyWavelets and of dense linear algebra. */
export const reference = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly haar: {
    readonly shape: readonly [number, number, number];
    readonly volume: readonly number[];
    readonly coarse: readonly number[];
    readonly details: readonly number[];
  };
  readonly gaussian: {
    readonly volumes: readonly (readonly number[])[];
    readonly mean: readonly number[];
    readonly covariance: readonly number[];
    readonly shrinkage: { readonly share: number; readonly floor: number };
    readonly sigma: number;
    readonly noisy: readonly number[];
    readonly clean: readonly number[];
    readonly likeliest: { readonly share: number; readonly floor: number };
  };
};

/** The largest difference between two lists of numbers. */
export const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length ? Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]))) : Infinity;
