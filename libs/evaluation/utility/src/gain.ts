import type { Random } from '@braingen/volume';
import { balancedAccuracy, difference, figure, weighted, type Figure } from './figure.ts';
import type { LabelledVolume } from './labelled-volume.ts';
import type { Task } from './task.ts';

/** The best guess about each of `people` without a look at the volume: the mean of the numbers, or one class for all. */
export function guessOf(task: Task, training: readonly LabelledVolume[], people: number): number[] {
  const known = training.map(({ target }) => task.truth(target));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Array.from({ length: people }, () => (task.kind === 'number' ? mean : known[0]));
}

/**
 * How much better the second says what is so than the first: in mean absolute error, person by person, or in balanced accuracy.
 */
export function gainOf(
  task: Task,
  truth: readonly number[],
  first: readonly number[],
  second: readonly number[],
  random: Random,
): Promise<Figure> | Figure {
  const name = 'gain of both over real';
  if (task.kind === 'class')
    return difference(name, balancedAccuracy({ said: second, truth }), balancedAccuracy({ said: first, truth }));
  const gains = truth.map((value, i) => Math.abs(first[i] - value) - Math.abs(second[i] - value));
  return figure(name, (counts) => weighted(gains, counts), gains.length, random);
}
