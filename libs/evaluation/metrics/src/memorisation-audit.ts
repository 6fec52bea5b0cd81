import type { ProgressOptions, Volume } from '@braingen/volume';
import { calibrate, identicalFrom, type Calibration } from './calibration.ts';
import { assertComparable } from './comparable.ts';
import { nearestInFeatures } from './feature-nearest.ts';
import type { FeatureExtractor } from './feature-extractor.ts';
import { fingerprint } from './fingerprint.ts';
import { searchAmong, type Nearest } from './nearest-training.ts';
import { onGrid } from './on-grid.ts';
import { createPace, part } from './pace.ts';

/** A synthetic volume and the training volume that it is most like. */
export interface AuditPair {
  /** Index into the synthetic set. */
  readonly synthetic: number;
  /** Index into the training set. */
  readonly training: number;
  /** Correlation of what the two heads have of their own, in `part`: 1 for a copy, near 0 for two people. */
  readonly similarity: number;
  /** Standard deviations above what people who are no copies reach. */
  readonly index: number;
  /** Where it stands out: whole, or one half of the head. */
  readonly part: string;
  /** Whether the likeness is with left and right exchanged. */
  readonly mirrored: boolean;
  /** Nothing but a copy of the whole is so like a training volume, whatever others reach. */
  readonly identical: boolean;
  readonly flagged: boolean;
  /** The nearest training volume in feature space and its index there: a second opinion, which flags nothing. */
  readonly inFeatures?: { readonly training: number; readonly index: number };
}

/** The people who are no copies, against whom an index is measured. */
export interface AuditReference {
  readonly of: 'unseen people' | 'training volumes, each against the others';
  readonly n: number;
  /** Their indices: mean 0, standard deviation 1. */
  readonly indices: readonly number[];
  /** Flagged above this index, if the similarity is above `similarityLimit` too. */
  readonly limit: number;
  readonly similarityLimit: number;
  /** How many of them would be flagged. */
  readonly flagged: number;
}

export interface Audit {
  /** How many synthetic volumes look like copies. */
  readonly flagged: number;
  /** One a synthetic volume, in order. */
  readonly pairs: readonly AuditPair[];
  readonly reference: AuditReference;
  /** Unseen volumes, by index, that are training volumes themselves: the split leaks. */
  readonly leaks: readonly number[];
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface AuditOptions extends ProgressOptions {
  /**
   * Real people the model was not trained on.
   * @default training volumes, each against the others; so with fewer than eight
   */
  readonly unseen?: readonly Volume[] | undefined;
  /** Compare in this space too. @default none */
  readonly features?: FeatureExtractor | undefined;
}

/** With fewer the standard deviation is hardly known. */
export const fewestUnseen = 8;
const limit = 3;
/** Two of 34 people of one study reach 0.3; mixtures of 14 training heads 0.5 in the median, of two 0.7, a copied half 0.9. */
const likeACopyFrom = 0.6;

/**
 * Looks for synthetic volumes that repeat a training volume: as it is, mirrored, moved, noisy, brighter, or one half
 * of it.
 *
 * Volumes are compared as they lie in the world, small, centred, and less what all training heads share; what remains
 * is a person's own (compare Dar et al. 2024, arXiv 2402.01054, who learn such a space). The likeness to the nearest
 * training volume is held against what unseen people reach (`calibrate`): above 3 standard deviations, and
 * above a similarity of 0.6, is flagged; so is what is identical, whatever others reach. The floor keeps a handful of
 * unseen people, whose deviation is hardly known, from raising alarms.
 *
 * @param training at least 4 volumes
 * @throws RangeError if voxels are not finite or the training set is too small
 */
export async function auditMemorisation(
  training: readonly Volume[],
  synthetic: readonly Volume[],
  { unseen = [], features, ...options }: AuditOptions = {},
): Promise<Audit> {
  assertComparable('auditMemorisation', { training: training.slice(0, 1) }, 1);
  const placed = (volumes: readonly Volume[]) => volumes.map((volume) => onGrid(volume, training[0]));
  const sets = { training: placed(training), synthetic: placed(synthetic), unseen: placed(unseen) };
  assertComparable('auditMemorisation', { training: sets.training }, 4);
  assertComparable('auditMemorisation', { synthetic: sets.synthetic }, 1);
  if (unseen.length > 0) assertComparable('auditMemorisation', { unseen: sets.unseen }, 1);

  const isSeparate = unseen.length >= fewestUnseen;
  const known = sets.training.map(fingerprint);
  const people = isSeparate ? sets.unseen.map(fingerprint) : known;
  const search = searchAmong(known);
  const pace = createPace(people.length + synthetic.length, part(options, 0, features ? 0.5 : 1));
  const theirs: Nearest[] = [];
  for (const [i, head] of people.entries()) theirs.push(await search(head, pace, isSeparate ? undefined : i));
  const calibration = calibrate(theirs);
  const indexOf = features && (await nearestInFeatures(sets, features, isSeparate, part(options, 0.5, 1)));
  const pairs: AuditPair[] = [];
  for (const [index, volume] of sets.synthetic.entries()) {
    const pair = judge(await search(fingerprint(volume), pace), calibration);
    pairs.push({ synthetic: index, ...pair, ...(indexOf && { inFeatures: indexOf(index) }) });
  }
  const counted = theirs
    .filter((_, i) => !calibration.leaks.includes(i))
    .map((nearest) => calibration.indexOf(nearest));
  return {
    flagged: pairs.filter(({ flagged }) => flagged).length,
    pairs,
    reference: {
      of: isSeparate ? 'unseen people' : 'training volumes, each against the others',
      n: calibration.n,
      indices: counted.map(({ index }) => index),
      limit,
      similarityLimit: likeACopyFrom,
      flagged: counted.filter(isCopy).length,
    },
    leaks: isSeparate ? calibration.leaks : [],
    settings: {
      similarity: 'correlation, less what training heads share; shifts and brightness undone; mirrored ones too',
      parts: 'whole head and its six halves',
      index: '(s - mean) / standard deviation among people who are no copies',
      identicalFrom,
      training: training.length,
    },
  };
}

function isCopy({ index, similarity }: { readonly index: number; readonly similarity: number }): boolean {
  return index > limit && similarity > likeACopyFrom;
}

function judge(nearest: Nearest, calibration: Calibration): Omit<AuditPair, 'synthetic'> {
  const found = calibration.indexOf(nearest);
  const identical = nearest.whole.similarity >= identicalFrom;
  // A copy of the whole is called that, even where one half of it stands out a little more.
  const place = identical ? { ...found, ...nearest.whole, part: 'whole' } : found;
  return { ...place, identical, flagged: identical || isCopy(found) };
}
