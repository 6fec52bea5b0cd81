import { participantOf, type TrainingVolume } from '@braingen/pipeline';
import { someOf, type Volume } from '@braingen/volume';
import { taskSets, type ReadSet, type TaskOptions, type TaskSets } from './task-sets.ts';

export interface LabelOptions extends TaskOptions<TrainingVolume> {
  /** Of the conditions: what is to be told from a volume. */
  readonly column: string;
}

/** A volume with what a column says of it. */
export interface Labelled {
  readonly participant: string;
  readonly volume: Volume;
  readonly target: number | string;
}

/**
 * Tells real volumes that were trained on from unseen ones, see `taskSets`, and gives each volume what a column says of it; those
 * of which it says nothing are left out.
 *
 * @returns what `measureUtility` of @braingen/utility takes
 * @throws RangeError as `taskSets`
 */
export function labelSets(
  real: ReadSet<TrainingVolume>,
  synthetic: ReadSet<TrainingVolume>,
  { column, ...options }: LabelOptions,
): TaskSets<Labelled> {
  const { warnings, ...sets } = taskSets(real, synthetic, options);
  const label = (items: readonly TrainingVolume[], what: string): Labelled[] => {
    const without: string[] = [];
    const labelled = items.flatMap(({ name, participant, volume, condition }) => {
      const target = condition?.[column];
      if (target === undefined) without.push(name);
      return target === undefined ? [] : [{ participant: participant ?? participantOf(name), volume, target }];
    });
    if (without.length > 0)
      warnings.push(
        `${without.length} ${what} volumes are left out, of which ${column} is not known: ${someOf(without)}`,
      );
    return labelled;
  };
  return {
    training: label(sets.training, 'training'),
    synthetic: label(sets.synthetic, 'synthetic'),
    unseen: label(sets.unseen, 'unseen'),
    warnings,
  };
}
