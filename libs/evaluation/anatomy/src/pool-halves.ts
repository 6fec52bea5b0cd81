/**
 * Mean of each channel over the first half of the x axis and over the second, in float64.
 *
 * @param values [1, x, y, z, c], c fastest; x even
 * @returns the channels of the first half, then of the second
 */
export function poolHalves(values: Float32Array, shape: readonly number[]): Float64Array {
  const channels = shape[shape.length - 1];
  const half = values.length / 2;
  const sums = new Float64Array(2 * channels);
  for (let i = 0; i < values.length; i += channels) {
    const to = i < half ? 0 : channels;
    for (let channel = 0; channel < channels; channel++) sums[to + channel] += values[i + channel];
  }
  return sums.map((sum) => (sum * channels) / half);
}
