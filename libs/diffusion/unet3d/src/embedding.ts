import { silu, tf } from '@braingen/engine';
import type { Condition } from './condition.ts';
import type { CompleteUNetConfig } from './config.ts';
import { linear } from './layers.ts';
import type { Scope } from './parameters.ts';

/**
 * The sinusoidal embedding of a time (Vaswani et al. 2017, section 3.5, with the frequencies of Ho, Jain and Abbeel 2020):
 * f_k = 10000^(-k / half) for k = 0 .. half - 1, cosines first, then sines; an odd dimension ends with a zero.
 *
 * @param t [n], as the schedule counts, not scaled to 0 .. 1
 * @returns [n, dimension]
 */
export function sinusoids(t: tf.Tensor1D, dimension: number): tf.Tensor2D {
  const half = Math.floor(dimension / 2);
  return tf.tidy(() => {
    const frequencies = Float32Array.from({ length: half }, (_, k) => Math.exp((-Math.log(10000) * k) / half));
    const angles = tf.mul(tf.reshape(t, [-1, 1]), tf.tensor2d(frequencies, [1, half])) as tf.Tensor2D;
    const parts = [tf.cos(angles), tf.sin(angles)];
    if (dimension % 2 === 1) parts.push(tf.zeros([t.shape[0], 1]));
    return tf.concat(parts, 1);
  });
}

/** Linear, SiLU, Linear: [n, inChannels] to [n, outChannels]. */
function perceptron(scope: Scope, inChannels: number, outChannels: number): (x: tf.Tensor2D) => tf.Tensor2D {
  const first = linear(scope.at('0'), inChannels, outChannels);
  const second = linear(scope.at('2'), outChannels, outChannels);
  return (x) => second(silu(first(x)));
}

/** A vector for each class: int32 [n] to [n, channels]; zeros where the class is -1. */
function classTable(scope: Scope, classes: number, channels: number): (labels: tf.Tensor1D) => tf.Tensor2D {
  // [channels, classes], so that it turns into PyTorch's layout as all matrices do.
  const table = scope.parameter('weight', [channels, classes], { deviation: 1 });
  return (labels) => {
    const chosen = tf.oneHot(labels, classes, 1, 0, 'float32') as tf.Tensor2D;
    return tf.matMul(chosen, table() as tf.Tensor2D, false, true);
  };
}

/** What of a condition becomes a vector. */
export type GlobalCondition = Pick<Condition, 'classes' | 'covariates'>;

/**
 * The vectors that steer the residual blocks: time, class and covariates, each embedded and added up.
 *
 * @returns (t [n], condition) => [n, 4 channels of the first level]
 */
export function embedding(
  scope: Scope,
  config: CompleteUNetConfig,
): (t: tf.Tensor1D, condition: GlobalCondition) => tf.Tensor2D {
  const { numClassEmbeds, numCovariates, covariatesAs } = config;
  const channels = config.channels[0];
  const time = perceptron(scope.at('time_embed'), channels, 4 * channels);
  const byClass = numClassEmbeds && classTable(scope.at('class_embedding'), numClassEmbeds, 4 * channels);
  const byCovariates =
    numCovariates &&
    covariatesAs.includes('embedding') &&
    perceptron(scope.at('covariate_embed'), numCovariates, 4 * channels);

  return (t, { classes, covariates }) =>
    tf.tidy(() => {
      const vectors = [time(sinusoids(t, channels))];
      if (byClass && classes) vectors.push(byClass(classes));
      if (byCovariates && covariates) vectors.push(byCovariates(covariates));
      return vectors.length === 1 ? vectors[0] : tf.addN(vectors);
    });
}
