import type { NamedVolume } from '@braingen/pipeline';
import { tellApart } from './who-is-who.ts';

/** Who has seen what. */
export interface TaskOptions<T extends NamedVolume> {
  /** What the model was trained on. @default all real volumes that are not held out */
  readonly training?: readonly T[] | undefined;
  /** Names of participants or volumes that were not trained on. @default real people who are not in training */
  readonly heldOut?: readonly string[] | undefined;
}

/** Volumes with what is to be told from them, and what a person should look at: what @braingen/pipeline/node reads. */
export interface ReadSet<T extends NamedVolume> {
  readonly volumes: readonly T[];
  readonly warnings: readonly string[];
}

/** Volumes to learn a task from and to test it on, and what a person should look at. */
export interface TaskSets<T> {
  readonly training: readonly T[];
  readonly synthetic: readonly T[];
  readonly unseen: readonly T[];
  readonly warnings: string[];
}

/**
 * Real volumes that were trained on, unseen ones, see `tellApart`, and synthetic ones.
 *
 * @throws RangeError where nobody says who was trained on, and as `tellApart`
 */
export function taskSets<T extends NamedVolume>(
  real: ReadSet<T>,
  synthetic: ReadSet<T>,
  { training, heldOut }: TaskOptions<T>,
): TaskSets<T> {
  if (!training && !heldOut)
    throw new RangeError('heldOut: expected who was not trained on, or the training set, found neither');
  const told = tellApart(real.volumes, training, heldOut);
  return {
    training: told.training,
    synthetic: synthetic.volumes,
    unseen: told.unseen,
    warnings: [...real.warnings, ...synthetic.warnings],
  };
}
