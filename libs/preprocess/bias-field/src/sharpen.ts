import { fourier } from './fourier.ts';

export interface SharpenOptions {
  /** Full width at half maximum of the field's histogram, in log intensity. */
  readonly fullWidthAtHalfMaximum: number;
  /** Noise term of the Wiener filter. */
  readonly wienerNoise: number;
}

/**
 * What a log intensity is expected to be without the field: for the centre of each bin E[u | v] after Sled et al. (1998),
 * section II.B. The field's distribution is taken as a Gaussian; the histogram is deconvolved by it with a Wiener filter
 * (equation 11) and the conditional mean is formed from the sharpened one (equation 13).
 *
 * @param counts histogram; bin centres run from `low` to `high`
 */
export function expectedIntensities(
  counts: Float64Array,
  low: number,
  high: number,
  { fullWidthAtHalfMaximum, wienerNoise }: SharpenOptions,
): Float32Array {
  const bins = counts.length;
  const width = (high - low) / (bins - 1);
  // Room for the Gaussian's tails at both ends: the transform is periodic.
  const size = 2 ** (Math.ceil(Math.log2(bins)) + 1);
  const offset = (size - bins) >> 1;
  const gaussian = gaussianSpectrum(size, fullWidthAtHalfMaximum / width);

  const histogram = new Float64Array(size);
  histogram.set(counts, offset);
  const sharp = filtered(
    histogram,
    gaussian.map((g) => g / (g * g + wienerNoise)),
  ).map((value) => Math.max(value, 0));
  const weighted = sharp.map((value, i) => value * (low + (i - offset) * width));
  const numerator = filtered(weighted, gaussian);
  const denominator = filtered(sharp, gaussian);
  return Float32Array.from({ length: bins }, (_, i) => {
    const total = denominator[i + offset];
    return total > 0 ? numerator[i + offset] / total : low + i * width;
  });
}

/** The transform of a Gaussian centred on bin 0: real, for it is even. */
function gaussianSpectrum(size: number, fullWidth: number): Float64Array {
  const kernel = new Float64Array(size);
  const peak = (2 * Math.sqrt(Math.LN2 / Math.PI)) / fullWidth;
  for (let i = 0; i < size; i++) {
    const distance = Math.min(i, size - i);
    kernel[i] = peak * Math.exp((-4 * Math.LN2 * distance * distance) / (fullWidth * fullWidth));
  }
  const real = kernel;
  fourier(real, new Float64Array(size));
  return real;
}

/** Circular convolution with a real, even spectrum. */
function filtered(values: Float64Array, spectrum: Float64Array): Float64Array {
  const size = values.length;
  const real = values.slice();
  const imaginary = new Float64Array(size);
  fourier(real, imaginary);
  for (let i = 0; i < size; i++) {
    real[i] *= spectrum[i] / size;
    // The conjugate's forward transform is the conjugate of the inverse, and the result is real.
    imaginary[i] *= -spectrum[i] / size;
  }
  fourier(real, imaginary);
  return real;
}
