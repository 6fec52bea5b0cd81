import type { RegionName } from '@braingen/anatomy';
import type { Interval } from '@braingen/metrics';
import type { CovariateFit } from './fit-by-covariate.ts';
import type { SetName } from './segment-sets.ts';

/** Fewer brains than this have no spread. */
export const fewestBrains = 3;

/** Mean and standard deviation over a set. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Cohen's d of one set over the real volumes. */
export interface Effect {
  /** Above 0 where the set's are larger; null where fewer than three brains, or no spread, say nothing. */
  readonly d: number | null;
  readonly interval: Interval | null;
  /** Brains behind it. */
  readonly n: { readonly real: number; readonly of: number };
}

/** A region in the sets that are compared, over the brains in which it can be relied on. */
export interface RegionFigures {
  readonly region: RegionName;
  /** Millilitres in MNI152 space, both sides; null where there is no such brain. */
  readonly ml: { readonly real: Spread | null; readonly synthetic: Spread | null };
  /** Of its size, the size of the head taken out. */
  readonly size: Effect;
  /** The same of training scans, where there are some: what real people differ by. */
  readonly sizeOfTraining?: Effect | undefined;
  /** By the covariate; undefined where none was asked for, or it is known of no real and no synthetic brain. */
  readonly byCovariate?: RegionByCovariate | undefined;
  /** Of (left - right) / (left + right), with the means of both sets; undefined for the regions in the middle. */
  readonly asymmetry?: (Effect & { readonly means: { readonly real: number; readonly synthetic: number } }) | undefined;
}

/** A region by a covariate such as the age, the size of the head taken out. */
export interface RegionByCovariate {
  /** In each set; null where too few brains, or a covariate that does not vary, say nothing. */
  readonly real: CovariateFit | null;
  readonly synthetic: CovariateFit | null;
  readonly training?: CovariateFit | null | undefined;
  /** Of the region's size, in brains of one covariate and heads of one size. */
  readonly size: Effect;
}

/** What is known of a covariate in a set. */
export interface CovariateOfSet {
  readonly set: SetName;
  /** Of so many brains it is known, of so many. */
  readonly known: number;
  readonly of: number;
  readonly spread: Spread | null;
}

/** How far a set of brains lies from the real ones, all regions together. */
export interface CloudDistance {
  /** Optimal transport's, in standard deviations of the real brains a region; null where fewer than three brains say nothing. */
  readonly distance: number | null;
  readonly interval: Interval | null;
  /** Brains behind it, which can be relied on in every region. */
  readonly n: { readonly real: number; readonly of: number };
}

/** Regions of synthetic brains beside those of real ones. */
export interface RegionComparison {
  readonly regions: readonly RegionFigures[];
  readonly clouds: { readonly synthetic: CloudDistance; readonly training?: CloudDistance | undefined };
  /** What the covariate is called, what is known of it, and in words what cannot be said for want of it. */
  readonly covariate?:
    | { readonly name: string; readonly sets: readonly CovariateOfSet[]; readonly doubts: readonly string[] }
    | undefined;
  /** How many brains of each set have a segmentation that can be relied on in every region. */
  readonly reliable: readonly { readonly set: SetName; readonly reliable: number; readonly of: number }[];
  /** The least expected Dice coefficient that can be relied on. */
  readonly limit: number;
}
