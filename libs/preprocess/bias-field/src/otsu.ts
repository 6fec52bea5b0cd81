import type { VoxelArray } from '@braingen/volume';

const BINS = 256;

/** Every n-th voxel is enough for a histogram. */
const STRIDE = 7;

/** The threshold that separates dark from bright voxels best: the variance between the classes is largest (Otsu 1979). */
export function otsuThreshold(voxels: VoxelArray, low: number, high: number): number {
  const histogram = new Float64Array(BINS);
  const scale = BINS / (high - low);
  const stride = voxels.length > 1e6 ? STRIDE : 1;
  for (let i = 0; i < voxels.length; i += stride)
    histogram[Math.min(BINS - 1, Math.floor((voxels[i] - low) * scale))]++;
  let total = 0;
  let moment = 0;
  histogram.forEach((count, bin) => {
    total += count;
    moment += count * bin;
  });
  let below = 0;
  let belowMoment = 0;
  let best = -1;
  let threshold = 0;
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += histogram[bin];
    belowMoment += histogram[bin] * bin;
    if (below === 0 || below === total) continue;
    const difference = belowMoment / below - (moment - belowMoment) / (total - below);
    const between = below * (total - below) * difference * difference;
    if (between > best) {
      best = between;
      threshold = bin + 1;
    }
  }
  return low + threshold / scale;
}
