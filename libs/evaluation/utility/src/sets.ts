import type { LabelledVolume } from './labelled-volume.ts';
import { taskOf, type Task } from './task.ts';

export interface UtilitySets {
  /** Scans of people that the generating model was trained on. */
  readonly training: readonly LabelledVolume[];
  readonly synthetic: readonly LabelledVolume[];
  /** Scans of people that neither the generating model nor the task's has seen. */
  readonly unseen: readonly LabelledVolume[];
}

/**
 * Makes sure that there is something to learn from, and that nobody is tested who was learned from.
 *
 * @param what names the operation in errors
 * @throws RangeError where a set has fewer than two volumes, or a person is in training and unseen
 */
export function assertUnseen(
  sets: Readonly<Record<keyof UtilitySets, readonly Pick<LabelledVolume, 'participant'>[]>>,
  what: string,
): void {
  for (const [name, { length }] of Object.entries(sets))
    if (length < 2) throw new RangeError(`${what}: expected at least 2 ${name} volumes, found ${length}`);
  const trained = new Set(sets.training.map(({ participant }) => participant));
  const both = sets.unseen.find(({ participant }) => trained.has(participant));
  if (both) throw new RangeError(`${what}: expected unseen people, found ${both.participant} in training too`);
}

/**
 * The task of sets, made sure that it can be learned and tested.
 *
 * @throws RangeError as `assertUnseen`, and where a target is none of the task's
 */
export function taskOfSets(sets: UtilitySets): Task {
  assertUnseen(sets, 'measureUtility');
  const task = taskOf(sets.training.map(({ target }) => target));
  const expected = task.kind === 'class' ? task.classes.join(' or ') : 'a number';
  for (const { participant, target } of [...sets.synthetic, ...sets.unseen]) {
    const isKnown = task.kind === 'class' ? task.classes.includes(String(target)) : Number.isFinite(Number(target));
    if (!isKnown || String(target).trim() === '')
      throw new RangeError(`measureUtility: expected ${expected} for ${participant}, found "${target}"`);
  }
  return task;
}

/** A person's volumes, by index. */
export interface Person {
  readonly name: string;
  readonly volumes: readonly number[];
}

/** People in the order of their first volumes. */
export function peopleOf(volumes: readonly Pick<LabelledVolume, 'participant'>[]): Person[] {
  const people = new Map<string, number[]>();
  volumes.forEach(({ participant }, i) => {
    const own = people.get(participant);
    if (own) own.push(i);
    else people.set(participant, [i]);
  });
  return [...people].map(([name, own]) => ({ name, volumes: own }));
}

/** Fewer people hardly tell one source from another. */
const fewForTest = 30;

/** What cannot be known from so many unseen people, in words. */
export const doubtsOf = (unseen: number): string[] =>
  unseen < fewForTest
    ? [`${unseen} unseen people are few: differences smaller than the intervals cannot be known.`]
    : [];
