import {
  assertSameGrid,
  assertThreeDimensional,
  findAir,
  histogramRange,
  otsuThreshold,
  tissueRange,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import { checkContrast } from './input.ts';
import type { N4Options } from './n4-options.ts';
import { takeSamples, type Samples } from './samples.ts';

/** Fewer samples than this say nothing about a field. */
const FEWEST = 100;

export interface Choice {
  readonly samples: Samples;
  /** Added to the voxels before their logarithm is taken. */
  readonly shift: number;
  /** The value of voxels that were never scanned; see `findAir`. */
  readonly blank: number | undefined;
  readonly warnings: string[];
}

/**
 * Checks what N4 was given and takes its samples.
 *
 * @throws RangeError saying what was expected and found
 */
export function chooseSamples(volume: Volume<VoxelArray>, options: N4Options): Choice {
  checkOptions(options);
  const { mask, weights, shrinkFactor = 4 } = options;
  if (mask) assertSameGrid(volume, mask, 'n4: volume and mask');
  if (weights) assertSameGrid(volume, weights, 'n4: volume and weights');
  assertThreeDimensional(volume, 'n4');
  const { low } = checkContrast('n4', volume);
  const { voxels } = volume;
  const { blank } = findAir(volume);
  const threshold = mask ? -Infinity : headThreshold(voxels, blank);
  const weightAt = (i: number): number => {
    if (voxels[i] === blank || (mask ? !mask.voxels[i] : voxels[i] < threshold)) return 0;
    return weights ? weights.voxels[i] : 1;
  };

  const warnings: string[] = [];
  let shift = 0;
  if (low < 0) {
    const { negative, least } = negativeVoxels(voxels, weightAt);
    if (negative > 0) {
      shift = -least;
      warnings.push(
        `${negative} voxels to be corrected are negative, the least ${least}: shifted up by ${shift} to take logarithms`,
      );
    }
  }
  const { spacing } = volume;
  const finest = Math.min(...spacing);
  // A fine grid is sampled more sparsely and thick slices less, never coarser than the volume is.
  const shrink = spacing.map((mm) => Math.max(1, Math.round((shrinkFactor * finest) / mm)));
  const samples = withoutExtremes(takeSamples(volume, weightAt, shrink, shift));
  if (samples.count < FEWEST) {
    const within = mask ? 'the mask' : 'what is above Otsu’s threshold';
    throw new RangeError(`n4: expected at least ${FEWEST} positive samples in ${within}, found ${samples.count}`);
  }
  return { samples, shift, blank, warnings };
}

function checkOptions({
  shrinkFactor,
  iterations,
  splineDistanceMm,
  histogramBins,
  fullWidthAtHalfMaximum,
  wienerNoise,
}: N4Options): void {
  const positive = { shrinkFactor, splineDistanceMm, histogramBins, fullWidthAtHalfMaximum, wienerNoise };
  for (const [name, value] of Object.entries(positive)) {
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new RangeError(`n4: expected a positive ${name}, found ${value}`);
  }
  for (const [name, value] of Object.entries({ shrinkFactor, histogramBins })) {
    if (value !== undefined && !Number.isInteger(value))
      throw new RangeError(`n4: expected a whole ${name}, found ${value}`);
  }
  if (histogramBins !== undefined && histogramBins < 8)
    throw new RangeError(`n4: expected at least 8 histogramBins, found ${histogramBins}`);
  if (iterations && (iterations.length === 0 || iterations.some((n) => !Number.isInteger(n) || n < 1))) {
    throw new RangeError(
      `n4: expected positive whole iterations for one level or more, found [${iterations.join(', ')}]`,
    );
  }
}

function negativeVoxels(voxels: VoxelArray, weightAt: (index: number) => number): { negative: number; least: number } {
  let negative = 0;
  let least = 0;
  for (let i = 0; i < voxels.length; i++) {
    if (!(voxels[i] < 0) || !(weightAt(i) > 0)) continue;
    negative++;
    least = Math.min(least, voxels[i]);
  }
  return { negative, least };
}

/** In log intensities: about five times as bright as the brightest tissue, or as dark as the darkest. */
const REACH = 1.5;

/** A spike widens the histogram of log intensities, whose bins are then too coarse to be sharpened: it counts for nothing. */
function withoutExtremes(samples: Samples): Samples {
  const { log, weight } = samples;
  const counted = log.filter((_, i) => weight[i] > 0);
  if (counted.length === 0) return samples;
  const { low, high } = tissueRange(counted, REACH);
  let count = 0;
  log.forEach((value, i) => {
    if (value < low || value > high) weight[i] = 0;
    if (weight[i] > 0) count++;
  });
  return { ...samples, count };
}

const BINS = 256;

/** Otsu's threshold between air and head; every n-th voxel of a large volume is enough, blank ones are neither. */
function headThreshold(voxels: VoxelArray, blank: number | undefined): number {
  const scanned = blank === undefined ? voxels : voxels.filter((value) => value !== blank);
  const { low, high } = histogramRange(scanned);
  const histogram = new Float64Array(BINS);
  const scale = BINS / (high - low);
  const stride = scanned.length > 1e6 ? 7 : 1;
  for (let i = 0; i < scanned.length; i += stride) {
    histogram[Math.max(0, Math.min(BINS - 1, Math.floor((scanned[i] - low) * scale)))]++;
  }
  return otsuThreshold(histogram, low, high);
}
