import type { PreparedEntry } from './prepare.ts';

/** An entry and how much it differs from a head: mean squared difference of relative brightness around the edge. */
export interface Candidate {
  readonly entry: PreparedEntry;
  readonly difference: number;
}

/** The entries most like a head where its edge may be (Eskildsen et al. 2012), best first. */
export function chooseEntries(
  image: Float32Array,
  band: Int32Array,
  entries: readonly PreparedEntry[],
  most: number,
): Candidate[] {
  const candidates = entries.map((entry) => {
    let sum = 0;
    for (const i of band) sum += (image[i] - entry.image[i]) ** 2;
    return { entry, difference: sum / band.length };
  });
  return candidates.sort((a, b) => a.difference - b.difference).slice(0, most);
}
