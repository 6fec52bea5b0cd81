import { conv3d, tf } from '@braingen/engine';
import { createRandom, type Random, type Volume } from '@braingen/volume';
import type { FeatureExtractor } from './feature-extractor.ts';

export interface RandomFeaturesOptions {
  /** Seed of the weights: part of the metric's definition, not of a run. Default 0. */
  readonly seed?: number;
  /** Channels of each stage; every stage halves the volume. Default [16, 32, 64, 128]. */
  readonly channels?: readonly number[];
}

/**
 * Features of a 3D network that was never trained: convolutions with random weights, stride 2 and leaky ReLU, and of
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
  let filters: Promise<Stage[]> | undefined;
  return {
    name: `random 3D network (seed ${seed})`,
    settings: {
      network: 'untrained convolutions, stride 2, leaky ReLU',
      channels,
      pooling: 'mean and standard deviation over space at every stage',
      seed,
      input: 'intensities as given',
    },
    extract: async (volume) => {
      const network = await (filters ??= createNetwork(createRandom(seed).fork('random features'), channels));
      const pooled = tf.tidy(() => {
        let x = tensorOf(volume);
        return tf.concat(
          network.flatMap((stage) => {
            x = apply(stage, x);
            const { mean, variance } = tf.moments(x, [0, 1, 2, 3]);
            return [mean, tf.sqrt(variance)] as tf.Tensor1D[];
          }),
        );
      });
      const features = Float64Array.from(await pooled.data());
      pooled.dispose();
      return features;
    },
  };
}

/** What FID and MMD use unless told otherwise: one instance, so that they share what it has computed. */
export const defaultFeatures: FeatureExtractor = randomFeatures();

interface Stage {
  /** [3, 3, 3, in, out] */
  readonly filter: tf.Tensor5D;
}

/** Volumes as the network sees them, [1, nz, ny, nx, 1]: voxels lie x fastest, so nothing is copied about. */
function tensorOf({ voxels, shape }: Volume): tf.Tensor5D {
  return tf.tensor5d(voxels, [1, shape[2], shape[1], shape[0], 1]);
}

function apply({ filter }: Stage, x: tf.Tensor5D): tf.Tensor5D {
  return tf.leakyRelu(conv3d(x, filter, undefined, { strides: 2 }), 0.2);
}

async function createNetwork(random: Random, channels: readonly number[]): Promise<Stage[]> {
  const stages: Stage[] = [];
  let x: tf.Tensor5D = smoothField(random.fork('calibration'));
  let incoming = 1;
  for (const outgoing of channels) {
    const weights = Float32Array.from({ length: 27 * incoming * outgoing }, () => random.normal());
    const scaled = tf.tidy(() => {
      const filter = tf.tensor5d(weights, [3, 3, 3, incoming, outgoing]);
      const { variance } = tf.moments(conv3d(x, filter, undefined, { strides: 2 }), [0, 1, 2, 3]);
      return tf.div<tf.Tensor5D>(filter, tf.sqrt(variance));
    });
    const stage = { filter: tf.keep(scaled) };
    const next = tf.tidy(() => apply(stage, x));
    x.dispose();
    x = next;
    incoming = outgoing;
    stages.push(stage);
  }
  x.dispose();
  return stages;
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
