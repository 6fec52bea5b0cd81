import type { Volume } from '@braingen/volume';
import type { ConditionValues } from '../conditions/conditioning.ts';

/** A volume and what to call it. */
export interface NamedVolume {
  readonly name: string;
  readonly volume: Volume;
}

/** A volume to train on. */
export interface TrainingVolume extends NamedVolume {
  /** Whose head it is. @default what its name begins with ("sub-01" of "sub-01_ses-2") */
  readonly participant?: string | undefined;
  /** Its covariates. @default none */
  readonly condition?: ConditionValues | undefined;
  /** Where it was read from, for errors. @default its name */
  readonly path?: string | undefined;
}

/** "sub-01" of "sub-01_ses-2_run-1"; the whole name where it begins with no BIDS subject. */
export const participantOf = (name: string): string => /^sub-[A-Za-z0-9]+/.exec(name)?.[0] ?? name;
