import { conv3d, silu, tf } from '@braingen/engine';
import { createRandom, normals, type Random, type Volume } from '@braingen/volume';
import type { FeatureExtractor } from './feature-extractor.ts';

export interface RandomFeaturesOptions {
  /** Seed of the weights: part of the metric's definition, not of a run. @default 0 */
  readonly seed?: number;
  /** Channels of each stage; every stage halves the volume. @default [16, 32, 64, 128] */
  readonly channels?: readonly number[];
}

/**
 * Features of a 3D network that was never trained: convolutions with random weights, stride 2 and SiLU, and of
 * every stage the mean and the standard deviation of each channel over space, so that fine texture counts as well as
 * gross anatomy.
 *
 * Networks trained on photographs are no judge of brains; random ones rank image sets far from photographs well
 * (Naeem et al. 2020, arXiv 2002.09797) and need no download. Their figures compare only with figures of the same seed
 * and channels, never with published ones.
 *
 * Weights are scaled stage by stage until each channel has unit variance over a seeded smooth random field (after
 * Mishkin & Matas 2016, arXiv 1511.06422), which gives volumes of intensities about [0, 1] features of about that size.
 *
 * It runs on the engine that was started; without one, on TensorFlow.js's own kernels, which take seconds a volume.
 */
export function randomFeatures({
  seed = 0,
  channels = [16, 32, 64, 128],
}: RandomFeaturesOptions = {}): FeatureExtractor {
  let filters: Promise<tf.Tensor5D[]> | undefined;
  return {
    name: `random 3D network (seed ${seed})`,
    settings: {
      network: 'untrained convolutions, stride 2, SiLU',
      channels,
      pooling: 'mean and standard deviation over space at every stage',
      seed,
      input: 'intensities as given',
    },
    extract: async (volume) => {
      const network = await (filters ??= createNetwork(createRandom(seed).fork('random features'), channels));
      const features: number[] = [];
      let x = tensorOf(volume);
      for (const filter of network) {
        x = replace(x, stage(x, filter));
        const { means, deviations } = await momentsOfChannels(x);
        features.push(...means, ...deviations);
      }
      x.dispose();
      return Float64Array.from(features);
    },
  };
}

/** What FID and MMD use by default: one instance, so that they share what it has computed. */
export const defaultFeatures: FeatureExtractor = randomFeatures();

/** Volumes as the network sees them, [1, nz, ny, nx, 1]: voxels lie x fastest, so nothing is copied about. */
function tensorOf({ voxels, shape }: Volume): tf.Tensor5D {
  return tf.tensor5d(voxels, [1, shape[2], shape[1], shape[0], 1]);
}

/** Hands on `next` and lets go of `last`. */
function replace(last: tf.Tensor5D, next: tf.Tensor5D): tf.Tensor5D {
  last.dispose();
  return next;
}

/** @param filter [3, 3, 3, in, out] */
function stage(x: tf.Tensor5D, filter: tf.Tensor5D): tf.Tensor5D {
  return tf.tidy(() => silu(conv3d(x, filter, undefined, { strides: 2 })));
}

async function createNetwork(random: Random, channels: readonly number[]): Promise<tf.Tensor5D[]> {
  const filters: tf.Tensor5D[] = [];
  let x = smoothField(random.fork('calibration'));
  let incoming = 1;
  for (const outgoing of channels) {
    const weights = normals(random, 27 * incoming * outgoing);
    const shape: [number, number, number, number, number] = [3, 3, 3, incoming, outgoing];
    const drawn = tf.tensor5d(weights, shape);
    const response = conv3d(x, drawn, undefined, { strides: 2 });
    const { deviations } = await momentsOfChannels(response);
    tf.dispose([drawn, response]);
    const filter = tf.tensor5d(
      weights.map((weight, i) => weight / deviations[i % outgoing]),
      shape,
    );
    filters.push(filter);
    x = replace(x, stage(x, filter));
    incoming = outgoing;
  }
  x.dispose();
  return filters;
}

/** Mean and standard deviation over space of each channel, summed in float64. */
async function momentsOfChannels(x: tf.Tensor5D): Promise<{ means: Float64Array; deviations: Float64Array }> {
  const channels = x.shape[4];
  const values = await x.data();
  const count = values.length / channels;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < values.length; i += channels) {
    for (let channel = 0; channel < channels; channel++) {
      const value = values[i + channel];
      sums[channel] += value;
      squares[channel] += value * value;
    }
  }
  const means = sums.map((sum) => sum / count);
  const deviations = squares.map((square, channel) => Math.sqrt(Math.max(0, square / count - means[channel] ** 2)));
  return { means, deviations };
}

/** Random values on a coarse grid, interpolated: spectrum and scale are roughly those of a head in [0, 1]. */
function smoothField(random: Random): tf.Tensor5D {
  const size = 32;
  const coarse = Float32Array.from({ length: (size / 4) ** 3 }, () => random.uniform());
  const at = (x: number, y: number, z: number) => coarse[x + (size / 4) * (y + (size / 4) * z)];
  const corner = (position: number) => {
    const place = Math.min(size / 4 - 1.001, position / 4);
    return [Math.floor(place), place - Math.floor(place)] as const;
  };
  const field = new Float32Array(size ** 3);
  for (let i = 0; i < field.length; i++) {
    const [[x, fx], [y, fy], [z, fz]] = [i % size, Math.floor(i / size) % size, Math.floor(i / size ** 2)].map(corner);
    const mix = (a: number, b: number, f: number) => a + (b - a) * f;
    const row = (dy: number, dz: number) => mix(at(x, y + dy, z + dz), at(x + 1, y + dy, z + dz), fx);
    field[i] = mix(mix(row(0, 0), row(1, 0), fy), mix(row(0, 1), row(1, 1), fy), fz);
  }
  return tf.tensor5d(field, [1, size, size, size, 1]);
}
