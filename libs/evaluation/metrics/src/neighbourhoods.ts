import { gram, type DenseMatrix } from './gram.ts';
import type { Pace } from './pace.ts';
import type { Multiplicity } from './statistic.ts';
import type { Rows } from './two-sample-metric.ts';

/** Distances between the members of two sets, and how far each member's k-th nearest neighbour in its own set is. */
export interface Neighbourhoods {
  readonly k: number;
  /** Euclidean distance of member i of the first set and j of the second. */
  distance(i: number, j: number): number;
  /** Distance of a member to its k-th nearest among those of its set that count; NaN where there are not so many. */
  radiusOfFirst(i: number, counts: Multiplicity): number;
  radiusOfSecond(j: number, counts: Multiplicity): number;
}

/**
 * The balls of which precision, recall (Kynkäänniemi et al. 2019, arXiv 1904.06991, eq. 1), density and coverage (Naeem
 * et al. 2020, arXiv 2002.09797, eq. 3 and 6) are made.
 *
 * @param k neighbours; fewer where a set is not large enough for halves of it to have so many
 */
export async function neighbourhoods(x: Rows, y: Rows, k: number, pace?: Pace): Promise<Neighbourhoods> {
  const [kxx, kxy, kyy] = [await gram(x, x, pace), await gram(x, y, pace), await gram(y, y, pace)];
  const fitting = Math.max(1, Math.min(k, Math.ceil(Math.min(x.length, y.length) / 2) - 1));
  const across = distances(kxy, kxx, kyy);
  return {
    k: fitting,
    distance: (i, j) => across[i * kxy.columns + j],
    radiusOfFirst: radius(distances(kxx, kxx, kxx), x.length, fitting),
    radiusOfSecond: radius(distances(kyy, kyy, kyy), y.length, fitting),
  };
}

function distances(k: DenseMatrix, left: DenseMatrix, right: DenseMatrix): Float64Array {
  const square = (m: DenseMatrix, i: number) => m.values[i * (m.columns + 1)];
  return k.values.map((product, at) => {
    const [i, j] = [Math.floor(at / k.columns), at % k.columns];
    return Math.sqrt(Math.max(0, square(left, i) + square(right, j) - 2 * product));
  });
}

function radius(within: Float64Array, size: number, k: number): (member: number, counts: Multiplicity) => number {
  const order = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => j)
      .filter((j) => j !== i)
      .sort((a, b) => within[i * size + a] - within[i * size + b]),
  );
  return (member, counts) => {
    let left = k;
    for (const other of order[member]) {
      if (counts[other] > 0 && --left === 0) return within[member * size + other];
    }
    return NaN;
  };
}
