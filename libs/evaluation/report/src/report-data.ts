import type { Convention } from './pictures/plane.ts';

/** A picture with the words that stand below it. */
export interface Picture {
  /** The bytes of a PNG, as `threePlanes` and `lightbox` give them. */
  readonly png: Uint8Array;
  /** The name of the volume, or of the step. */
  readonly label: string;
  /** A short remark beside the label: "12.4 s", "t = 500". */
  readonly note?: string | undefined;
}

/** Some volumes of a set. */
export interface Gallery {
  readonly pictures: readonly Picture[];
  /** How many volumes the whole set has. */
  readonly total: number;
}

/** A metric's result, as in report.json. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
  readonly n: { readonly real: number; readonly synthetic: number };
  readonly settings: Readonly<Record<string, unknown>>;
  readonly baseline?: { readonly value: number; readonly interval: readonly [low: number, high: number] } | undefined;
  readonly better?: 'lower' | 'higher' | 'baseline' | undefined;
}

/** A synthetic volume and the training volume nearest to it. */
export interface ClosestPair {
  readonly synthetic: string;
  readonly training: string;
  readonly distance: number;
  readonly ratio: number;
  readonly flagged: boolean;
  /** Both, drawn alike. Wanted for the closest pairs and for all flagged ones. */
  readonly pictures?: readonly [synthetic: Uint8Array, training: Uint8Array] | undefined;
}

export interface AuditData {
  readonly flagged: number;
  readonly pairs: readonly ClosestPair[];
  /** What training volumes show among themselves, and below what a pair is flagged. */
  readonly distance: { readonly median: number; readonly limit: number };
  readonly ratio: { readonly median: number; readonly limit: number };
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** A figure that was followed through training. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [step: number, value: number])[];
  /** A line for what is measured at every step, dots for what is measured now and then. Default line. */
  readonly style?: 'line' | 'dots' | undefined;
}

export interface TrainingData {
  readonly curves: readonly Curve[];
  /** What the vertical axis measures: "mean squared error of the predicted noise". */
  readonly measure: string;
  /** Facts beside the curve: steps, batch size, hours. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
}

/** One scan's way through preprocessing, from raw to finished. */
export interface ScanSteps {
  readonly name: string;
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
  readonly audit?: AuditData | undefined;
  readonly training?: TrainingData | undefined;
  /** One synthetic volume from noise to the end. */
  readonly trajectory?: readonly Picture[] | undefined;
  readonly preprocessing?: readonly ScanSteps[] | undefined;
  /** Groups of settings: "Network", "Schedule", "Preprocessing". */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Seed, engine, threads, versions, seconds, energy: as in report.json. */
  readonly run: Readonly<Record<string, unknown>>;
  /** How the pictures face. Default neurological. */
  readonly convention?: Convention | undefined;
}
