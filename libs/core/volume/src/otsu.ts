/**
 * The threshold that separates a volume's dark from its bright voxels best: between-class variance is largest
 * (Otsu 1979). `histogram` counts voxels in equal bins from `low` to `high`.
 */
export function otsuThreshold(histogram: Float64Array, low: number, high: number): number {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const moment = histogram.reduce((sum, count, bin) => sum + count * bin, 0);
  let below = 0;
  let belowMoment = 0;
  let best = -1;
  let threshold = 0;
  for (let bin = 0; bin < histogram.length - 1; bin++) {
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
  return low + ((high - low) * threshold) / histogram.length;
}
