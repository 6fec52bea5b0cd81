import { mirrored, shifted, type Fingerprint, type Offset } from './fingerprint.ts';
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

/** How far, in the small voxels of a fingerprint, the halves of two people may have been moved to make one head. */
const furthest = 3;
const steps: readonly Offset[] = [
  [1, 0, 0],
  [-1, 0, 0],
  [0, 1, 0],
  [0, -1, 0],
  [0, 0, 1],
  [0, 0, -1],
];

/**
 * Compares heads centred first. Then each part's nearest training volume is looked at again while the head is moved as long as
 * that makes the part more alike: a head made of two halves has its centre where neither of the two had it.
 */
export function searchAmong(training: readonly Fingerprint[]): Search {
  const residual = residualsOf(training);
  const known = training.map(residual);
  return async (head, pace, except) => {
    const nearest: Record<string, Likeness> = {};
    const placed = placesOf(head, residual);
    for (const [index, other] of known.entries()) {
      if (index === except) continue;
      for (const isMirrored of [false, true]) {
        const over = similarity(placed(isMirrored, [0, 0, 0]), other);
        for (const [part, octants] of Object.entries(parts)) {
          const value = over(octants);
          if (!(nearest[part]?.similarity >= value)) {
            nearest[part] = { training: index, similarity: value, mirrored: isMirrored };
          }
        }
      }
    }
    for (const [part, found] of Object.entries(nearest)) {
      const likeness = (offset: Offset): number =>
        similarity(placed(found.mirrored, offset), known[found.training])(parts[part]);
      nearest[part] = { ...found, similarity: uphill(likeness, found.similarity) };
    }
    await pace.tick();
    return nearest;
  };
}

/** The residual of a head wherever it is moved to, each found once. */
function placesOf(
  head: Fingerprint,
  residual: (head: Fingerprint) => Residual,
): (isMirrored: boolean, offset: Offset) => Residual {
  const sides = [head, mirrored(head)];
  const known = new Map<string, Residual>();
  return (isMirrored, offset) => {
    const key = `${isMirrored} ${offset.join()}`;
    const found = known.get(key) ?? residual(shifted(sides[Number(isMirrored)], offset));
    known.set(key, found);
    return found;
  };
}

/** The highest likeness on the way from no offset, one step at a time, always to the best neighbour. */
function uphill(likeness: (offset: Offset) => number, start: number): number {
  let [place, highest]: [Offset, number] = [[0, 0, 0], start];
  for (;;) {
    const neighbours = steps
      .map(([dx, dy, dz]): Offset => [place[0] + dx, place[1] + dy, place[2] + dz])
      .filter((offset) => offset.every((distance) => Math.abs(distance) <= furthest))
      .map((offset) => [offset, likeness(offset)] as const);
    const best = neighbours.reduce((one, other) => (other[1] > one[1] ? other : one));
    if (!(best[1] > highest)) return highest;
    [place, highest] = best;
  }
}
