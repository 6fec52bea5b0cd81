import { tf } from '@braingen/engine';

/** Mean over space and batch of each channel, summed in float64. @param y [n, d, h, w, c] */
export async function meanOfChannels(y: tf.Tensor5D): Promise<Float64Array> {
  const channels = y.shape[4];
  const values = await y.data();
  const sums = new Float64Array(channels);
  for (let at = 0; at < values.length; at += channels) {
    for (let channel = 0; channel < channels; channel++) sums[channel] += values[at + channel];
  }
  return sums.map((sum) => (sum * channels) / values.length);
}
