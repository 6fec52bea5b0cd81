import { tf } from '@braingen/engine';
import { elementCount } from '@braingen/volume';
import { guide } from './guidance.ts';
import type { ModelOptions } from './options.ts';

/** A volume on its way: its number and x_t. */
export interface NoisyVolume {
  readonly number: number;
  readonly x: Float32Array;
}

/**
 * The model's output for each volume of a batch at one time, guidance included. With guidance the model runs twice, one
 * after the other, so that it needs no more memory than without.
 *
 * @returns for each volume its prediction, in the order of the shape [d, h, w, c]; then, of a model that learned its
 *   variance, as many numbers that say where between its bounds the variance lies
 */
export async function predict<C>(
  options: ModelOptions<C>,
  volumes: readonly NoisyVolume[],
  t: number,
): Promise<Float32Array[]> {
  const { guidance = 1, conditions } = options;
  if (!conditions || guidance === 1) return evaluate(options, volumes, t, false);
  const dropped = await evaluate(options, volumes, t, true);
  if (guidance === 0) return dropped;
  const conditioned = await evaluate(options, volumes, t, false);
  const size = elementCount(options.shape);
  return conditioned.map((output, i) => {
    // The variance is no part of the mean that guidance moves: it stays as the conditioned model has it.
    const guided = output.slice();
    guided.set(guide(output.subarray(0, size), dropped[i].subarray(0, size), guidance));
    return guided;
  });
}

async function evaluate<C>(
  { model, shape, conditions }: ModelOptions<C>,
  volumes: readonly NoisyVolume[],
  t: number,
  dropped: boolean,
): Promise<Float32Array[]> {
  const size = elementCount(shape);
  const joined = new Float32Array(volumes.length * size);
  volumes.forEach(({ x }, i) => joined.set(x, i * size));
  const batch: [number, number, number, number, number] = [volumes.length, ...shape];
  const output = tf.tidy(() => {
    const condition = conditions?.(volumes.map(({ number }) => ({ volume: number, dropped })));
    return model(tf.tensor5d(joined, batch), tf.fill([volumes.length], t) as tf.Tensor1D, condition);
  });
  const values = (await output.data()) as Float32Array;
  const found = output.shape;
  output.dispose();
  const channels = found[4];
  if (found.slice(0, 4).some((length, axis) => length !== batch[axis]) || ![shape[3], 2 * shape[3]].includes(channels))
    throw new RangeError(
      `sample: expected the model to return [${batch.join(', ')}], or twice the channels with a learned variance, found [${found.join(', ')}]`,
    );
  return volumes.map((_, i) => {
    const own = values.slice((i * values.length) / volumes.length, ((i + 1) * values.length) / volumes.length);
    return channels === shape[3] ? own : halves(own, shape[3]);
  });
}

/** Of channels [prediction, variance] at every voxel: all predictions, then all variances. */
function halves(values: Float32Array, channels: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const channel = i % (2 * channels);
    const voxel = (i - channel) / (2 * channels);
    const half = channel < channels ? 0 : values.length / 2 - channels;
    out[half + voxel * channels + channel] = values[i];
  }
  return out;
}
