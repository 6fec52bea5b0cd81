import { quantile } from '@braingen/volume';

/** The range that the predicted x_0 is clipped to: [lowest, highest]. */
export type ClipRange = readonly [number, number];

/** Dynamic thresholding of the predicted x_0 (Saharia et al. 2022, section 2.3). */
export interface Thresholding {
  /** The percentile p of |x_0| that becomes the threshold s, in per cent. @default 99.5 */
  readonly percentile?: number | undefined;
  /** The largest threshold, in units of the range's half width. 1 is plain clipping. @default unlimited, as in the paper */
  readonly maximum?: number | undefined;
}

/** How a predicted x_0 is held to the range of the data. */
export interface Limits {
  /** Range of the data. @default none */
  readonly clip?: ClipRange | undefined;
  /** Scales into the range, [-1, 1] where `clip` gives none, instead of cutting off at it. @default off */
  readonly thresholding?: Thresholding | undefined;
}

/**
 * Holds x_0 to its range, in place. NaN stays NaN: a broken model must not come out as a clean picture.
 *
 * By dynamic thresholding, s is the percentile of |x_0|; where s > 1, x_0 is cut at [-s, s] and divided by s. Strong guidance
 * then loses contrast rather than saturating. Ranges other than [-1, 1] are treated by their centre and half width.
 *
 * @throws RangeError for a percentile outside 0 .. 100 or a maximum below 1
 */
export function limitX0(x0: Float32Array, { clip, thresholding }: Limits): void {
  if (!thresholding) {
    if (clip) cut(x0, clip);
    return;
  }
  const { percentile = 99.5, maximum = Infinity } = thresholding;
  if (!(percentile >= 0 && percentile <= 100))
    throw new RangeError(`thresholding: expected a percentile from 0 to 100, found ${percentile}`);
  if (!(maximum >= 1)) throw new RangeError(`thresholding: expected a maximum of at least 1, found ${maximum}`);

  const range = clip ?? ([-1, 1] as const);
  const centre = (range[0] + range[1]) / 2;
  const half = (range[1] - range[0]) / 2;
  const sizes = x0.filter((value) => !Number.isNaN(value)).map((value) => Math.abs(value - centre) / half);
  const s = sizes.length === 0 ? 1 : Math.min(Math.max(quantile(sizes, percentile / 100), 1), maximum);
  if (s > 1) for (let i = 0; i < x0.length; i++) x0[i] = centre + (x0[i] - centre) / s;
  cut(x0, range);
}

function cut(x0: Float32Array, [low, high]: ClipRange): void {
  for (let i = 0; i < x0.length; i++) {
    // Comparisons with NaN are false, so that it passes.
    if (x0[i] < low) x0[i] = low;
    else if (x0[i] > high) x0[i] = high;
  }
}
