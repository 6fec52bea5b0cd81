import type { Volume } from '@braingen/volume';

/** A volume and what is to be told from it. */
export interface LabelledVolume {
  /** Whose head it is: all of one person's volumes are learned from together, and count once in a test. */
  readonly participant: string;
  readonly volume: Volume;
  /** A number, such as an age, or the name of a class. */
  readonly target: number | string;
}
