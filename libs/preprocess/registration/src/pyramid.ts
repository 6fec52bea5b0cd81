import type { Kernels } from '@braingen/kernels';
import type { Vector3, Volume } from '@braingen/volume';
import { LevelMetric } from './metric.ts';
import { sampleRegularly } from './samples.ts';
import { smoothShrink } from './smooth-shrink.ts';

/** One level: the fixed image is shrunk by `shrinkFactor` after smoothing by `smoothing`, both in its voxels. */
export interface PyramidLevel {
  readonly shrinkFactor: number;
  readonly smoothing: number;
}

/**
 * Levels of about 8, 4, 2 and 1 mm whatever the voxel size, the coarsest first: 8 x 4 x 2 x 1 for voxels of 1 mm and
 * 4 x 2 x 1 for 2 mm, smoothed by 3, 2, 1, 0 voxels counted from the finest level.
 */
export function defaultLevels(spacing: Vector3): PyramidLevel[] {
  const finest = Math.cbrt(spacing[0] * spacing[1] * spacing[2]);
  const levels = Math.max(1, Math.min(5, 1 + Math.round(Math.log2(8 / finest))));
  return Array.from({ length: levels }, (_, i) => ({ shrinkFactor: 2 ** (levels - 1 - i), smoothing: levels - 1 - i }));
}

/** Twelve parameters cannot be distinguished from fewer. */
const fewestPoints = 100;

/**
 * Fewer samples than this make the histogram rough, and the result depend on which points were taken: on stripped brains
 * by a quarter of a millimetre for a quarter of the voxels of 2 mm, by 0.2 mm for a point in each voxel. Coarse levels
 * need only bring the next one near.
 */
const fewestSamples = { coarse: 24_000, finest: 1_800_000 };

/** More would only see the same interpolated values again. */
const pointsPerVoxel = 2;

export function buildLevel(
  kernels: Kernels,
  fixed: Volume<Float32Array>,
  moving: Volume<Float32Array>,
  { shrinkFactor, smoothing }: PyramidLevel,
  { sampling, bins, mask }: { sampling: number; bins: number; mask?: Volume<Float32Array | Uint8Array> | undefined },
): LevelMetric {
  const spacing = fixed.spacing;
  const finest = Math.min(...spacing);
  const each = (f: (a: number) => number): Vector3 => [f(0), f(1), f(2)];
  // Thick slices are shrunk less, so that a level has about the same spacing along every axis.
  const factor = each((a) =>
    Math.max(1, Math.min(Math.round((shrinkFactor * finest) / spacing[a]), fixed.shape[a] >> 2)),
  );
  const fixedSigma = each((a) => (smoothing * finest) / spacing[a]);
  const coarse = smoothShrink(fixed, fixedSigma, factor);
  const movingSpacing = moving.spacing;
  const movingSigma = each((a) => (smoothing * finest) / movingSpacing[a]);
  const movingFactor = each((a) => Math.max(1, Math.min(Math.floor(movingSigma[a]), moving.shape[a] >> 2)));
  const smooth = smoothShrink(moving, movingSigma, movingFactor);
  const fewest = smoothing > 0 ? fewestSamples.coarse : fewestSamples.finest;
  const most = smoothing > 0 ? 1 : pointsPerVoxel;
  const fraction = Math.min(most, Math.max(sampling, fewest / coarse.voxels.length));
  const samples = sampleRegularly(coarse, fraction, mask);
  if (samples.values.length < fewestPoints) {
    throw new RangeError(
      `registerAffine: expected a fixed image and mask of at least ${fewestPoints} samples, found ${samples.values.length}`,
    );
  }
  return new LevelMetric(kernels, samples, {
    fixed: coarse,
    moving: smooth,
    bins,
  });
}
