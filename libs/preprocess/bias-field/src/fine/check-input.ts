import { assertSameGrid, type Volume, type VoxelArray } from '@braingen/volume';
import { checkContrast } from '../input.ts';
import type { Samples } from '../samples.ts';
import type { FineOptions } from './fine-options.ts';
import { listPriors } from './tissue-priors.ts';

/** Fewer samples than this say nothing about a field and the tissues together. */
const FEWEST_SAMPLES = 1000;

/** The matrix of the normal equations has the square of this many numbers. */
const MOST_COSINES = 4000;

/** A share of the mask without intensities that a person should know of; around a stripped brain there are some. */
const MUCH_OF_THE_MASK = 0.3;

/**
 * Checks what the fine correction was given, before any work.
 *
 * @throws RangeError saying what was expected and found
 */
export function checkInput(volume: Volume<VoxelArray>, options: FineOptions): void {
  const { mask, priors, gaussians, cutoffMm, regularization, samplingDistanceMm, iterations } = options;
  checkContrast('correctFine', volume);
  assertSameGrid(volume, mask, 'correctFine: volume and mask');
  if (mask.voxels.some((value) => Number.isNaN(value))) {
    throw new RangeError('correctFine: expected numbers in the mask, found NaN');
  }
  const listed = priors && listPriors(priors);
  if (listed?.length === 0) throw new RangeError('correctFine: expected one prior or more, found none');
  for (const [name, prior] of listed ?? []) {
    assertSameGrid(volume, prior, `correctFine: volume and ${name} prior`);
    checkPrior(prior, name);
  }
  for (const [name, value] of Object.entries({ cutoffMm, regularization, samplingDistanceMm, iterations })) {
    if (value !== undefined && !(value > 0 && value < Infinity)) {
      throw new RangeError(`correctFine: expected a positive ${name}, found ${value}`);
    }
  }
  if (gaussians?.length === 0 || gaussians?.some((each) => !Number.isInteger(each) || each < 1)) {
    throw new RangeError(
      `correctFine: expected positive whole gaussians of each tissue, found [${gaussians.join(', ')}]`,
    );
  }
  const count = listed?.length ?? 0;
  if (listed && gaussians && gaussians.length !== count && gaussians.length !== count + 1) {
    throw new RangeError(
      `correctFine: expected gaussians of ${count} priors, or of the rest too, found ${gaussians.length}`,
    );
  }
}

/** Rounding leaves probabilities a little outside of 0 to 1. */
const ROUNDING = 1e-3;

function checkPrior({ voxels }: Volume<VoxelArray>, name: string): void {
  for (let i = 0; i < voxels.length; i++) {
    if (voxels[i] >= -ROUNDING && voxels[i] <= 1 + ROUNDING) continue;
    throw new RangeError(`correctFine: expected probabilities from 0 to 1 in the ${name} prior, found ${voxels[i]}`);
  }
}

/**
 * Checks what lies within the mask.
 *
 * @param priors at the samples, and what they are called
 * @throws RangeError saying what was expected and found
 */
export function checkSamples(
  { log, weight, count }: Samples,
  priors: readonly Float32Array[] | undefined,
  names: readonly string[],
): void {
  if (count < FEWEST_SAMPLES) {
    throw new RangeError(
      `correctFine: expected at least ${FEWEST_SAMPLES} positive samples in the mask, found ${count}`,
    );
  }
  const first = log[weight.findIndex((value) => value > 0)];
  if (log.every((value, i) => weight[i] === 0 || value === first)) {
    throw new RangeError(
      `correctFine: expected contrast in the mask, found ${Math.exp(first).toFixed(3)} in every sample`,
    );
  }
  for (const [k, prior] of (priors ?? []).entries()) {
    if (prior.some((value, i) => weight[i] > 0 && value > 0)) continue;
    throw new RangeError(
      `correctFine: expected priors that reach into the mask, found the ${names[k]} prior zero all over it`,
    );
  }
}

/** @throws RangeError if there are more cosines, along x, y and z, than can be solved for */
export function checkCosines(cosines: readonly number[]): void {
  const all = cosines.reduce((product, n) => product * n, 1);
  if (all > MOST_COSINES) {
    throw new RangeError(
      `correctFine: expected a cutoffMm that leaves at most ${MOST_COSINES} cosines, found ${cosines.join(' x ')}`,
    );
  }
}

/** A field that goes beyond this factor, up or down, is no rest of what N4 left. */
const STRONG = 2;

/** What a person should know of the mask and of the field found, one sentence each. */
export function findWarnings(
  { voxels }: Volume<VoxelArray>,
  mask: Volume<VoxelArray>,
  field: Volume<Float32Array>,
): string[] {
  let inside = 0;
  let empty = 0;
  let negative = 0;
  let low = Infinity;
  let high = 0;
  for (let i = 0; i < voxels.length; i++) {
    if (!mask.voxels[i]) continue;
    inside++;
    if (voxels[i] < 0) negative++;
    if (!(voxels[i] > 0)) {
      empty++;
      continue;
    }
    low = Math.min(low, field.voxels[i]);
    high = Math.max(high, field.voxels[i]);
  }
  const warnings: string[] = [];
  const percent = (count: number): string => `${((100 * count) / inside).toFixed(0)} %`;
  if (negative > 0.01 * inside) {
    warnings.push(`fine correction: ${percent(negative)} of the mask is negative and was not counted`);
  }
  if (empty > MUCH_OF_THE_MASK * inside) {
    warnings.push(`fine correction: ${percent(empty)} of the mask is zero or below: the field there is a guess`);
  }
  if (low < 1 / STRONG || high > STRONG) {
    warnings.push(
      `fine correction: the field goes from ${low.toFixed(2)} to ${high.toFixed(2)}, more than is left after N4`,
    );
  }
  return warnings;
}
