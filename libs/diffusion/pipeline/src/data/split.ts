import { createRandom } from '@braingen/volume';

/** Below this many volumes each one counts more as an example than as a test. */
const fewestToHoldOut = 5;

/** Whose volume it is. */
interface Owned {
  readonly participant: string;
}

/**
 * Holds participants out, all of their volumes together: a head that was trained on would look known in validation.
 *
 * `share` is that of the participants, at least one where there are five volumes of two participants; 0 holds none out.
 * `linked` lists participants that stay together, such as one person under two names. `seed` is that of the draw.
 */
export function splitByParticipant<T extends Owned>(
  volumes: readonly T[],
  { share, seed, linked = [] }: { share: number; seed: number; linked?: readonly (readonly string[])[] },
): { readonly training: T[]; readonly validation: T[] } {
  const person = joined(
    volumes.map(({ participant }) => participant),
    linked,
  );
  const people = [...new Set(volumes.map(({ participant }) => person(participant)))];
  const heldOut =
    volumes.length < fewestToHoldOut || people.length < 2 || share === 0
      ? 0
      : Math.max(1, Math.round(share * people.length));
  const order = shuffled(people, seed);
  const of = (some: readonly string[]): T[] =>
    some.flatMap((one) => volumes.filter(({ participant }) => person(participant) === one));
  return { training: of(order.slice(heldOut)), validation: of(order.slice(0, heldOut)) };
}

/** One name for each of the participants that are linked, directly or through others. */
function joined(
  participants: readonly string[],
  linked: readonly (readonly string[])[],
): (participant: string) => string {
  const names = new Map(participants.map((name) => [name, name]));
  for (const [first, ...others] of linked) {
    const merged = new Set([first, ...others].map((name) => names.get(name)));
    const name = names.get(first!)!;
    for (const [each, current] of names) if (merged.has(current)) names.set(each, name);
  }
  return (participant) => names.get(participant)!;
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = createRandom(seed).fork('validation split');
  return items
    .map((item) => ({ item, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
