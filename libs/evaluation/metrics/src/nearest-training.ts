import { mirrored, type Fingerprint } from './fingerprint.ts';
import type { Pace } from './pace.ts';
import { parts, residualsOf, similarity, type Residual } from './residuals.ts';

/** A training volume and how like it a head is, in one part of it. */
export interface Likeness {
  readonly training: number;
  readonly similarity: number;
  readonly mirrored: boolean;
}

/** For each part of a head, the training volume that is most like it there. */
export type Nearest = Readonly<Record<string, Likeness>>;

/** Looks a head up among the training set, and mirrored; `except` leaves one training volume out. */
export type Search = (head: Fingerprint, pace: Pace, except?: number) => Promise<Nearest>;

export function searchAmong(training: readonly Fingerprint[]): Search {
  const residual = residualsOf(training);
  const known = training.map(residual);
  return async (head, pace, except) => {
    const nearest: Record<string, Likeness> = {};
    const sides: readonly [boolean, Residual][] = [
      [false, residual(head)],
      [true, residual(mirrored(head))],
    ];
    for (const [index, other] of known.entries()) {
      if (index === except) continue;
      for (const [isMirrored, own] of sides) {
        const over = similarity(own, other);
        for (const [part, octants] of Object.entries(parts)) {
          const value = over(octants);
          if (!(nearest[part]?.similarity >= value)) {
            nearest[part] = { training: index, similarity: value, mirrored: isMirrored };
          }
        }
      }
    }
    await pace.tick();
    return nearest;
  };
}
