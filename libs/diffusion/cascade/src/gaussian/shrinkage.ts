import { Matrix } from 'ml-matrix';
import { eigen } from './eigen.ts';
import type { Shrinkage } from './gaussian-model.ts';

/** Shares of the sample's variances that are tried. */
const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1];

/** Each volume that is left out costs an eigenvalue decomposition: of more, several are left out at once. */
const mostFolds = 40;

/**
 * The shrinkage under which each volume is likeliest when it is left out and the others are fitted: for each share of the
 * variances the floor follows from the likelihood's own maximum, found by bisection over decades. More than 40 groups are left out
 * in 40 parts.
 *
 * @param gram inner products of the centred volumes
 * @param size numbers in a volume
 * @param groups volumes that are left out together
 */
export function chooseShrinkage(gram: Matrix, size: number, groups?: readonly (number | string)[]): Shrinkage {
  const n = gram.rows;
  const labels = groups ?? Array.from({ length: n }, (_, i) => i);
  if (labels.length !== n) throw new RangeError(`fitGaussian: expected ${n} groups, found ${labels.length}`);
  const number = new Map([...new Set(labels)].map((label, i) => [label, i % mostFolds]));
  const parts = labels.map((label) => number.get(label) as number);
  const folds = [...new Set(parts)].map((part) => leaveOut(gram, parts, part)).filter((fold) => fold !== undefined);
  if (folds.length < 2) return { share: 1, floor: gram.trace() / (n - 1) / size };

  let best: Shrinkage & { readonly score: number } = { share: 1, floor: 1, score: -Infinity };
  const scale = gram.trace() / (n * size);
  for (const share of shares) {
    for (let power = -3; power <= 0.5; power += 0.25) {
      const floor = scale * 10 ** power;
      const score = folds.reduce((sum, fold) => sum + logLikelihood(fold, share, floor, size), 0);
      if (score > best.score) best = { share, floor, score };
    }
  }
  return { share: best.share, floor: best.floor };
}

/** A volume that was left out, as the others see it. */
interface Fold {
  /** The others' variances. */
  readonly variances: readonly number[];
  /** For each volume left out: its squared distance from the others' mean along each of their directions, and in all. */
  readonly left: readonly { readonly along: readonly number[]; readonly total: number }[];
}

function leaveOut(gram: Matrix, parts: readonly number[], part: number): Fold | undefined {
  const all = parts.map((_, i) => i);
  const kept = all.filter((i) => parts[i] !== part);
  const m = kept.length;
  if (m < 2) return undefined;
  // Inner products about the mean of those kept.
  const toMean = all.map((i) => kept.reduce((sum, j) => sum + gram.get(i, j), 0) / m);
  const ofMean = kept.reduce((sum, j) => sum + toMean[j], 0) / m;
  const about = (i: number, j: number): number => gram.get(i, j) - toMean[i] - toMean[j] + ofMean;
  const inner = new Matrix(kept.map((i) => kept.map((j) => about(i, j))));
  const { vectors, values } = eigen(inner);
  const spanned = values.flatMap((value, k) => (value > 1e-10 * values[0] ? [k] : []));
  return {
    variances: spanned.map((k) => values[k] / (m - 1)),
    left: all
      .filter((i) => parts[i] === part)
      .map((i) => ({
        along: spanned.map((k) => {
          const product = kept.reduce((sum, j, row) => sum + about(i, j) * vectors.get(row, k), 0);
          return product ** 2 / values[k];
        }),
        total: about(i, i),
      })),
  };
}

/** Of the volumes left out under N(mean, share S + floor I), without what is the same for all. */
function logLikelihood({ variances, left }: Fold, share: number, floor: number, size: number): number {
  const logDeterminant =
    variances.reduce((sum, variance) => sum + Math.log(share * variance + floor), 0) +
    (size - variances.length) * Math.log(floor);
  return left.reduce((sum, { along, total }) => {
    const inside = along.reduce((part, square, k) => part + square / (share * variances[k] + floor), 0);
    const outside = Math.max(0, total - along.reduce((part, square) => part + square, 0)) / floor;
    return sum - 0.5 * (logDeterminant + inside + outside);
  }, 0);
}
