import type { StepOptions, Volume } from '@braingen/volume';
import { quantileOfSorted } from './bootstrap.ts';
import { assertComparable } from './comparable.ts';
import { gram, type DenseMatrix } from './gram.ts';
import { createPace } from './pace.ts';
import { halve } from './window.ts';

/** A synthetic volume and the training volume nearest to it. */
export interface AuditPair {
  /** Index into the synthetic set. */
  readonly synthetic: number;
  /** Index into the training set. */
  readonly training: number;
  /** (2 - 2 r)^(1/2), r the correlation of voxels: 0 for a copy whatever its brightness and contrast, 1.41 if unrelated. */
  readonly distance: number;
  /** That distance over the mean distance to the next nearest training volumes. */
  readonly ratio: number;
  readonly flagged: boolean;
}

/** What the same figures are for training volumes against the rest of their set, and the limits taken from them. */
export interface AuditReference {
  readonly median: number;
  readonly limit: number;
}

export interface Audit {
  /** How many synthetic volumes look like copies. */
  readonly flagged: number;
  /** One a synthetic volume, in order. */
  readonly pairs: readonly AuditPair[];
  readonly distance: AuditReference;
  readonly ratio: AuditReference;
  readonly settings: Readonly<Record<string, unknown>>;
}

const neighbours = 10;

/**
 * Looks for synthetic volumes that repeat a training volume.
 *
 * A volume is flagged if it lies unusually close to one training volume (distance) and much closer to that one than to
 * the next ten (ratio, after Carlini et al. 2023, arXiv 2301.13188, section 4.2). The second condition spares blurred
 * volumes, which are near to everything. Unusual means below median - 3 x 1.4826 MAD of what training volumes show
 * among themselves, and at least 25 % below their median; medians keep scans of one person that are in the training
 * set twice from blinding the audit.
 *
 * @param training at least 4 volumes
 * @throws RangeError if shapes differ, voxels are not finite, or the training set is too small
 */
export async function auditMemorisation(
  training: readonly Volume[],
  synthetic: readonly Volume[],
  options: StepOptions = {},
): Promise<Audit> {
  assertComparable('auditMemorisation', { training }, 4);
  assertComparable('auditMemorisation', { training, synthetic }, 1);
  const small = (volumes: readonly Volume[]) =>
    volumes.map((volume) => standardise(halve(volume.voxels, volume.shape).voxels));
  const [a, b] = [small(training), small(synthetic)];
  const pace = createPace((a.length * (a.length + 1)) / 2 + a.length * b.length, options);
  const among = await gram(a, a, pace);
  const across = await gram(b, a, pace);

  const known = training.map((_, i) => nearest(among, i, i));
  const distance = reference(known.map((near) => near.distance));
  const ratio = reference(known.map((near) => near.ratio));
  const pairs = synthetic.map((_, index) => {
    const near = nearest(across, index);
    const flagged = near.distance < distance.limit && near.ratio < ratio.limit;
    return { synthetic: index, training: near.index, distance: near.distance, ratio: near.ratio, flagged };
  });
  return {
    flagged: pairs.filter((pair) => pair.flagged).length,
    pairs,
    distance,
    ratio,
    settings: {
      distance: '(2 - 2 r)^(1/2) of voxels averaged over 2 x 2 x 2',
      ratio: `nearest over mean of the next ${Math.min(neighbours, training.length - 2)}`,
      limit: 'median - 3 x 1.4826 MAD among training volumes, at least 25 % below the median',
      training: training.length,
    },
  };
}

/** Zero mean and unit length, so that an inner product is a correlation. */
function standardise(voxels: Float32Array): Float32Array {
  const mean = voxels.reduce((sum, value) => sum + value, 0) / voxels.length;
  const length = Math.sqrt(voxels.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return voxels.map((value) => (length > 0 ? (value - mean) / length : 0));
}

function nearest(
  { columns, values }: DenseMatrix,
  row: number,
  except = -1,
): { index: number; distance: number; ratio: number } {
  const found = Array.from({ length: columns }, (_, index) => ({
    index,
    distance: Math.sqrt(Math.max(0, 2 - 2 * values[row * columns + index])),
  }))
    .filter(({ index }) => index !== except)
    .sort((p, q) => p.distance - q.distance);
  const next = found.slice(1, 1 + neighbours);
  const mean = next.reduce((sum, { distance }) => sum + distance, 0) / next.length;
  return { ...found[0], ratio: mean > 0 ? found[0].distance / mean : 1 };
}

function reference(values: readonly number[]): AuditReference {
  const median = medianOf(values);
  const deviation = medianOf(values.map((value) => Math.abs(value - median)));
  // A handful of training volumes may agree by chance: a limit nearer than 25 % to the median would flag chance too.
  return { median, limit: median - Math.max(3 * 1.4826 * deviation, 0.25 * median) };
}

function medianOf(values: readonly number[]): number {
  return quantileOfSorted(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
