import { participantOf, type NamedVolume, type TrainingVolume } from '@braingen/pipeline';
import { someOf, type Volume } from '@braingen/volume';
import { tellApart } from './who-is-who.ts';

export interface LabelOptions {
  /** Of the conditions: what is to be told from a volume. */
  readonly column: string;
  /** What the model was trained on. @default all real volumes that are not held out */
  readonly training?: readonly TrainingVolume[] | undefined;
  /** Names of participants or volumes that were not trained on. @default real people who are not in training */
  readonly heldOut?: readonly string[] | undefined;
}

/** Volumes with their conditions, and what a person should look at: what `readTrainingVolumes` of @braingen/pipeline/node gives. */
export interface ReadSet {
  readonly volumes: readonly TrainingVolume[];
  readonly warnings: readonly string[];
}

/** A volume with what a column says of it. */
export interface Labelled {
  readonly participant: string;
  readonly volume: Volume;
  readonly target: number | string;
}

/** Volumes that a task can be learned from and tested on: what `measureUtility` of @braingen/utility takes. */
export interface LabelledSets {
  readonly training: readonly Labelled[];
  readonly synthetic: readonly Labelled[];
  readonly unseen: readonly Labelled[];
  /** Those of the sets, and who is left out. */
  readonly warnings: readonly string[];
}

/**
 * Tells real volumes that were trained on from unseen ones, see `tellApart`, and gives each volume what a column says of it; those
 * of which it says nothing are left out.
 *
 * @throws RangeError where nobody says who was trained on, and as `tellApart`
 */
export function labelSets(
  real: ReadSet,
  synthetic: ReadSet,
  { column, training, heldOut }: LabelOptions,
): LabelledSets {
  if (!training && !heldOut)
    throw new RangeError('heldOut: expected who was not trained on, or the training set, found neither');
  const told = tellApart(real.volumes, training, heldOut);
  const warnings = [...real.warnings, ...synthetic.warnings];
  const label = (items: readonly NamedVolume[], what: string): Labelled[] => {
    const without: string[] = [];
    const labelled = (items as readonly TrainingVolume[]).flatMap(({ name, participant, volume, condition }) => {
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
  const sets = {
    training: label(told.training, 'training'),
    synthetic: label(synthetic.volumes, 'synthetic'),
    unseen: label(told.unseen, 'unseen'),
  };
  return { ...sets, warnings };
}
