import { createRandom } from '@braingen/volume';
import type { KeyEntry } from './rating.ts';

/**
 * Chooses as many real as synthetic volumes and gives them codes that tell nothing, in an order that tells nothing. `count` is of all
 * volumes: half of each set where both have as many, never more than there are; `seed` is of choice, codes and order.
 */
export function blind(
  real: readonly string[],
  synthetic: readonly string[],
  { count, seed }: { readonly count: number; readonly seed: number },
): KeyEntry[] {
  const random = createRandom(seed).fork('ratings');
  const half = Math.ceil(count / 2);
  const each = Math.min(half, real.length, synthetic.length);
  const chosen = [
    ...shuffled(real, random)
      .slice(0, each)
      .map((path) => ({ path, synthetic: false })),
    ...shuffled(synthetic, random)
      .slice(0, each)
      .map((path) => ({ path, synthetic: true })),
  ];
  const numbers = shuffled([...chosen.keys()], random);
  const width = Math.max(2, String(chosen.length).length);
  return shuffled(chosen, random)
    .map((entry, i) => ({ volume: `v${String(numbers[i] + 1).padStart(width, '0')}`, ...entry }))
    .sort((a, b) => (a.volume < b.volume ? -1 : 1));
}

/** An order of one's own for each rater, so that tiring does not fall on the same volumes. */
export function orderFor(rater: string, key: readonly KeyEntry[]): KeyEntry[] {
  return shuffled(key, createRandom(rater).fork('order'));
}

function shuffled<T>(items: readonly T[], random: { integer(below: number): number }): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
