import type { Likeness, Nearest } from './nearest-training.ts';

/** Mean and standard deviation of a figure among people who are no copies. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** How far above what people who are no copies reach a head's likeness lies, in standard deviations, and where. */
export interface CalibratedIndex extends Likeness {
  readonly index: number;
  readonly part: string;
}

/** A head whose whole is this like a training volume is that volume: no two people come near it. */
export const identicalFrom = 0.9;

export interface Calibration {
  /** Members of the null that were left out because they are training volumes themselves. */
  readonly leaks: readonly number[];
  /** The null's members that count. */
  readonly n: number;
  readonly spread: Spread;
  indexOf(nearest: Nearest): CalibratedIndex;
}

/**
 * The calibrated memorisation index (arXiv 2602.13066): MI = (s - mean_null) / sd_null. s is the likeness of a head to
 * its nearest training volume in the part where it stands out most, measured in standard deviations of the null there,
 * so that a copied half counts as much as a copied whole.
 *
 * @param people nearest training volumes of people who are no copies, at least three
 */
export function calibrate(people: readonly Nearest[]): Calibration {
  const leaks = [...people.keys()].filter((i) => people[i].whole.similarity >= identicalFrom);
  const kept = people.filter((_, i) => !leaks.includes(i));
  const names = Object.keys(people[0] ?? {});
  const spreads = new Map(
    names.map((part) => [part, spreadOf(kept.map((nearest) => nearest[part].similarity))] as const),
  );
  const standingOut = (nearest: Nearest) => {
    const scores = names.map((part) => {
      const { mean, deviation } = spreads.get(part)!;
      return { ...nearest[part], part, score: (nearest[part].similarity - mean) / deviation };
    });
    return scores.reduce((best, one) => (one.score > best.score ? one : best));
  };
  const spread = spreadOf(kept.map((nearest) => standingOut(nearest).score));
  return {
    leaks,
    n: kept.length,
    spread,
    indexOf: (nearest) => {
      const { score, ...place } = standingOut(nearest);
      return { ...place, index: (score - spread.mean) / spread.deviation };
    },
  };
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  // Phantoms of one shape may agree to the last digit; then anything nearer stands out.
  return { mean, deviation: Math.max(1e-3, Math.sqrt(square)) };
}
