import { binOf, binsOf, centreOf } from './intensity-bins.ts';

/**
 * The mean and standard deviation of normal-appearing white matter after Shinohara et al. (2014): the last peak of the smoothed
 * histogram is white matter's, and the stripe holds the tenth of all voxels around it, `width` in quantiles to each side.
 *
 * @param values intensities inside a brain mask
 */
export function whiteStripe(values: Float32Array, width = 0.05): { mean: number; deviation: number; mode: number } {
  const scale = binsOf(values, 256);
  const histogram = new Float64Array(scale.count);
  for (const bin of binOf(values, scale)) histogram[bin]++;
  // The end bins also hold everything beyond the range and would look like peaks.
  histogram[0] = 0;
  histogram[scale.count - 1] = 0;
  const mode = centreOf(scale, lastPeak(smoothed(histogram, 4)));

  const sorted = values.slice().sort();
  let rank = 0;
  while (rank < sorted.length && sorted[rank] < mode) rank++;
  const low = Math.max(0, Math.floor(rank - width * sorted.length));
  const high = Math.min(sorted.length, Math.ceil(rank + width * sorted.length));
  const stripe = sorted.subarray(low, high);
  const mean = stripe.reduce((sum, value) => sum + value, 0) / stripe.length;
  const variance = stripe.reduce((sum, value) => sum + (value - mean) ** 2, 0) / stripe.length;
  return { mean, deviation: Math.sqrt(variance), mode };
}

/** The brightest bin that tops its surroundings and holds at least a third of the tallest one's voxels. */
function lastPeak(histogram: Float64Array): number {
  const tallest = Math.max(...histogram);
  for (let bin = histogram.length - 2; bin > 0; bin--) {
    const rises = histogram[bin] >= histogram[bin - 1] && histogram[bin] > histogram[bin + 1];
    if (rises && histogram[bin] > tallest / 3) return bin;
  }
  return histogram.indexOf(tallest);
}

function smoothed(histogram: Float64Array, sigma: number): Float64Array {
  const radius = Math.ceil(3 * sigma);
  return histogram.map((_, bin) => {
    let sum = 0;
    let total = 0;
    for (let offset = -radius; offset <= radius; offset++) {
      const weight = Math.exp(-0.5 * (offset / sigma) ** 2);
      sum += weight * (histogram[bin + offset] ?? 0);
      total += weight;
    }
    return sum / total;
  });
}
