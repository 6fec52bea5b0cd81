import { tf } from '@braingen/engine';
import type { NoiseSchedule } from '@braingen/scheduler';
import { componentFactor, restFactor, type GaussianModel } from '../gaussian/gaussian-model.ts';

/** A prediction on tensors x [n, d, h, w, c], t [n]: 'v', and the clean volume that goes with it, both as x. */
export type LinearPrediction = (
  x: tf.Tensor5D,
  t: tf.Tensor1D,
) => { readonly v: tf.Tensor5D; readonly clean: tf.Tensor5D };

/**
 * The 'v' of the Gaussian model's own denoiser, v = (signal x_t - D(x_t / signal)) / noise: what a network adds to it is what is not
 * Gaussian in the volumes.
 */
export function linearPrediction(
  model: GaussianModel,
  schedule: NoiseSchedule,
): { readonly predict: LinearPrediction; dispose(): void } {
  const size = model.mean.length;
  // Kept until it is disposed of, wherever it was made.
  const mean = tf.keep(tf.tensor2d(model.mean, [1, size]));
  const rows = new Float32Array(model.components.length * size);
  model.components.forEach((direction, k) => rows.set(direction, k * size));
  const directions = tf.keep(tf.tensor2d(rows, [model.components.length, size]));

  const predict: LinearPrediction = (x, t) =>
    tf.tidy(() => {
      const times = [...t.dataSync()];
      const column = (value: (time: number) => number): tf.Tensor2D => tf.tensor2d(times.map((time) => [value(time)]));
      const sigma = (time: number): number => schedule.noise(time) / schedule.signal(time);
      const difference = tf.sub(
        tf.mul(
          tf.reshape(x, [times.length, size]),
          column((time) => 1 / schedule.signal(time)),
        ),
        mean,
      ) as tf.Tensor2D;
      const along = tf.matMul(difference, directions, false, true);
      const factors = tf.tensor2d(
        times.map((time) => {
          const rest = restFactor(model, sigma(time));
          return model.variances.map((variance) => componentFactor(model, variance, sigma(time)) - rest);
        }),
      );
      const clean = tf.addN([
        tf.mul(
          difference,
          column((time) => restFactor(model, sigma(time))),
        ),
        tf.matMul(tf.mul(along, factors), directions),
        tf.tile(mean, [times.length, 1]),
      ]);
      const signal = tf.mul(
        tf.reshape(x, [times.length, size]),
        column((time) => schedule.signal(time)),
      );
      const v = tf.div(
        tf.sub(signal, clean),
        column((time) => schedule.noise(time)),
      );
      return { v: tf.reshape(v, x.shape), clean: tf.reshape(clean, x.shape) };
    });
  return { predict, dispose: () => tf.dispose([mean, directions]) };
}
