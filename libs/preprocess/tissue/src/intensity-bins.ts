import { quantiles } from '@braingen/volume';

/** Equal bins over a range of intensities; what lies outside counts in the first or last one. */
export interface IntensityBins {
  readonly low: number;
  readonly width: number;
  readonly count: number;
}

/**
 * Bins that span all but one in a thousand of the values at each end.
 * A few bright vessels must not stretch the range until a tissue fills only a handful of bins.
 */
export function binsOf(values: Float32Array, count = 1024): IntensityBins {
  const [low, high] = quantiles(values, [0.001, 0.999]);
  // The tails may hold all the contrast there is; then the full range is all there is to bin.
  const [first, last] = high > low ? [low, high] : quantiles(values, [0, 1]);
  return { low: first, width: (last - first) / count, count };
}

/** The intensity in the middle of a bin. */
export function centreOf({ low, width }: IntensityBins, bin: number): number {
  return low + (bin + 0.5) * width;
}

/** The bin of each value. */
export function binOf(values: Float32Array, { low, width, count }: IntensityBins): Uint16Array {
  const bins = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i] - low) / width);
    bins[i] = bin < 0 ? 0 : bin >= count ? count - 1 : bin;
  }
  return bins;
}
