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
 * The task of sets, made sure that it can be learned and tested.
 *
 * @throws RangeError where a set is empty, a person is in training and unseen, a target is none of the task's
 */
export function taskOfSets(sets: UtilitySets): Task {
  for (const [name, { length }] of Object.entries(sets))
    if (length < 2) throw new RangeError(`measureUtility: expected at least 2 ${name} volumes, found ${length}`);
  const trained = new Set(sets.training.map(({ participant }) => participant));
  const both = sets.unseen.find(({ participant }) => trained.has(participant));
  if (both) throw new RangeError(`measureUtility: expected unseen people, found ${both.participant} in training too`);
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
export function peopleOf(volumes: readonly LabelledVolume[]): Person[] {
  const people = new Map<string, number[]>();
  volumes.forEach(({ participant }, i) => {
    const own = people.get(participant);
    if (own) own.push(i);
    else people.set(participant, [i]);
  });
  return [...people].map(([name, own]) => ({ name, volumes: own }));
}
