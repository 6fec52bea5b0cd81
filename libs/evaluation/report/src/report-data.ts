import type { Convention } from './pictures/plane.ts';

/** A picture with the words that stand below it. */
export interface Picture {
  /** The bytes of a PNG, as `threePlanes` and `lightbox` give them. */
  readonly png: Uint8Array;
  /** The name of the volume, or of the step. */
  readonly label: string;
  /** A short remark beside the label: "12.4 s", "t = 500". */
  readonly note?: string | undefined;
  /** The same volume slice by slice, one below the other in one picture: opens at full size, with a slider. */
  readonly slices?: { readonly png: Uint8Array; readonly count: number } | undefined;
}

/** Some volumes of a set. */
export interface Gallery {
  readonly pictures: readonly Picture[];
  /** How many volumes the whole set has. */
  readonly total: number;
}

/** The two ends of an interval, low first. */
export type Range = readonly [low: number, high: number];

/** A figure of another set of volumes against the same reference. */
export interface Baseline {
  readonly name: string;
  readonly value: number;
  readonly interval: Range | null;
}

/** A metric's result, as in report.json. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** null where there are too few volumes to say how much the figure varies. */
  readonly interval: Range | null;
  /** What it is measured in; most figures of merit have none. */
  readonly unit?: string | undefined;
  readonly n: { readonly real: number; readonly synthetic: number };
  readonly settings: Readonly<Record<string, unknown>>;
  readonly baseline?: { readonly value: number; readonly interval: Range | null } | undefined;
  /** What else the same figure is for: training scans, halves of the unseen people, a linear Gaussian model. */
  readonly baselines?: readonly Baseline[] | undefined;
  readonly better?: 'lower' | 'higher' | 'baseline' | undefined;
}

/** A synthetic volume and the training volume it is most like. */
export interface ClosestPair {
  readonly synthetic: string;
  readonly training: string;
  /** Correlation of what is each head's own: 1 for a copy. */
  readonly similarity: number;
  /** Standard deviations above what people who are no copies reach. */
  readonly index: number;
  /** Which part of the head: "whole", "left half". */
  readonly part: string;
  readonly mirrored: boolean;
  readonly flagged: boolean;
  /** Both and their difference, drawn alike. Wanted for the most alike pairs and for all flagged ones. */
  readonly pictures?: readonly [synthetic: Uint8Array, training: Uint8Array, difference: Uint8Array] | undefined;
}

export interface AuditData {
  readonly flagged: number;
  readonly pairs: readonly ClosestPair[];
  /** Whom the index is measured against, their own indices, and above what index and similarity a pair is flagged. */
  readonly reference: {
    readonly of: string;
    readonly n: number;
    readonly indices: readonly number[];
    readonly limit: number;
    readonly similarityLimit: number;
    readonly flagged: number;
  };
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** How far a region of the synthetic brains is from that of the real ones. */
export interface RegionEffect {
  /** Cohen's d; null where too few brains say nothing. */
  readonly d: number | null;
  readonly interval: Range | null;
}

/** How a region goes with a covariate, such as the age, in a set of brains, the size of the head taken out. */
export interface CovariateFit {
  /** Millilitres a unit of the covariate, with its interval. */
  readonly slope: number;
  readonly interval: Range;
  /** Where the line lies: the region in a brain of mean covariate. */
  readonly middle: { readonly covariate: number; readonly ml: number };
  readonly points: readonly (readonly [covariate: number, ml: number])[];
}

/** A region of the brain in two sets. */
export interface RegionRow {
  readonly region: string;
  /** Millilitres: mean and standard deviation. */
  readonly ml: Readonly<Record<'real' | 'synthetic', { readonly mean: number; readonly deviation: number } | null>>;
  readonly size: RegionEffect;
  /** The same of training scans. */
  readonly sizeOfTraining?: RegionEffect | undefined;
  /** By the covariate, and the effect size in brains of one; null where the slope is not known. */
  readonly byCovariate?:
    | { readonly real: CovariateFit | null; readonly synthetic: CovariateFit | null; readonly size: RegionEffect }
    | undefined;
  /** Of left against right, with the means of (left - right) / (left + right). */
  readonly asymmetry?: (RegionEffect & { readonly means: Readonly<Record<'real' | 'synthetic', number>> }) | undefined;
}

/** How far a set of brains lies from the real ones, all regions together, by optimal transport. */
export interface CloudDistance {
  /** In standard deviations of the real brains a region; null where too few brains say nothing. */
  readonly distance: number | null;
  readonly interval: Range | null;
}

export interface RegionData {
  readonly regions: readonly RegionRow[];
  readonly clouds?: Readonly<{ synthetic: CloudDistance; training?: CloudDistance | undefined }> | undefined;
  /** What the covariate is called, what slopes on it are measured in, and in words what cannot be said for want of it. */
  readonly covariate?: { readonly name: string; readonly unit: string; readonly doubts: readonly string[] } | undefined;
  /** Brains whose segmentation can be relied on, by set. */
  readonly reliable: readonly { readonly set: string; readonly reliable: number; readonly of: number }[];
  /** The least expected Dice coefficient that can be relied on. */
  readonly limit: number;
  /** The same as rows of the table of all figures. */
  readonly figures: readonly Figure[];
}

/** Volumes of one kind, by name: who was trained on, who was held out. */
export interface People {
  readonly set: string;
  readonly what: string;
  readonly names: readonly string[];
}

/** What a stage of the run took. */
export interface StageCost {
  readonly stage: string;
  readonly seconds: number;
  /** Joules, and whether they were read from a counter or estimated. */
  readonly energy?: { readonly joules: number; readonly how: 'measured' | 'estimated' } | undefined;
}

/** A figure that was followed through training. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [step: number, value: number])[];
  /** A line for what is measured at every step, dots for what is measured now and then. @default line */
  readonly style?: 'line' | 'dots' | undefined;
}

export interface TrainingData {
  readonly curves: readonly Curve[];
  /** What the vertical axis measures: "mean squared error of the predicted noise". */
  readonly measure: string;
  /** Facts beside the curve: steps, batch size, hours. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
}

/** A quality figure of one scan, and of all scans of its group. */
export interface QualityFigure {
  readonly name: string;
  readonly unit?: string | undefined;
  readonly value: number;
  /** Of all scans that have the figure, this one among them. */
  readonly group: readonly number[];
  /** Whether it lies apart from the others'. */
  readonly standsApart: boolean;
}

/** One scan's way through preprocessing, from raw to finished. */
export interface ScanSteps {
  readonly name: string;
  /** Address of a page of its own, relative to the report. */
  readonly href?: string | undefined;
  readonly steps: readonly Picture[];
}

/** All that a report shows. Whatever is absent is left out of the page. */
export interface ReportData {
  readonly title: string;
  /** A sentence or two: what was trained on what. */
  readonly lead?: string | undefined;
  /** When, as ISO 8601. */
  readonly created: string;
  /** What the reader must know before believing anything else: failed scans, too few volumes. */
  readonly warnings?: readonly string[] | undefined;
  readonly real?: Gallery | undefined;
  readonly synthetic?: Gallery | undefined;
  readonly metrics: readonly Figure[];
  /** What the figures say in words, worst first: "does not beat the linear Gaussian model". */
  readonly findings?: readonly string[] | undefined;
  readonly people?: readonly People[] | undefined;
  readonly costs?: readonly StageCost[] | undefined;
  /** The command line that made this. */
  readonly command?: string | undefined;
  /** Files beside the page, by addresses relative to it. */
  readonly links?: readonly { readonly label: string; readonly href: string }[] | undefined;
  readonly regions?: RegionData | undefined;
  readonly audit?: AuditData | undefined;
  readonly training?: TrainingData | undefined;
  /** One synthetic volume from noise to the end. */
  readonly trajectory?: readonly Picture[] | undefined;
  readonly preprocessing?: readonly ScanSteps[] | undefined;
  /** Of the one scan that a page is about. */
  readonly quality?: readonly QualityFigure[] | undefined;
  /** Groups of settings: "Network", "Schedule", "Preprocessing". */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Seed, engine, threads, versions, seconds, energy: as in report.json. */
  readonly run: Readonly<Record<string, unknown>>;
  /** How the pictures face. @default neurological */
  readonly convention?: Convention | undefined;
}
