import { nextTurn, solveSymmetric, type ProgressOptions } from '@braingen/volume';
import type { Samples } from '../samples.ts';
import { evaluatePlane, normalEquations, type CosineAxes } from './cosine-field.ts';
import { expect, logLikelihood, maximise, startMixture, type Evidence, type Mixture } from './mixture.ts';

export interface Alternation {
  /** Of the cosines whose sum is the logarithm of the correction: 1 / field. */
  readonly coefficients: Float64Array;
  /** Their sum's mean over the samples. */
  readonly offset: number;
  readonly mixture: Mixture;
  readonly objective: number[];
}

export interface AlternationOptions extends ProgressOptions {
  /** @default 2 each, 4 of the rest */
  readonly gaussians?: readonly number[] | undefined;
  /** @default 0.03 */
  readonly regularization?: number | undefined;
  /** @default 30 */
  readonly iterations?: number | undefined;
}

/** Steps of expectation maximisation between two of the field. */
const MIXTURE_STEPS = 8;

/** Gain in log likelihood per sample below which all is done. */
const ENOUGH = 1e-5;

/** Without priors, CSF, grey and white matter are distinguished by intensity alone. */
const DEFAULT_GAUSSIANS = [2, 2, 2];

/** The rest, next to the priors, has four Gaussians as in SPM. */
const REST_GAUSSIANS = 4;

/**
 * Improves mixture and field in turn, from no field.
 *
 * @param lengths of the cosines' domain in mm
 */
export async function alternate(
  samples: Samples,
  axes: CosineAxes,
  lengths: readonly number[],
  priors: readonly Float32Array[] | undefined,
  options: AlternationOptions,
): Promise<Alternation> {
  const { iterations = 30, regularization = 0.03, signal, onProgress } = options;
  const index = Array.from(samples.weight.keys()).filter((i) => samples.weight[i] > 0);
  const image = Float64Array.from(index, (i) => Math.exp(samples.log[i]));
  const classes = classPriors(priors, index, options.gaussians);
  const gaussians =
    options.gaussians ??
    classes.map((_, k) => (priors && k === priors.length ? REST_GAUSSIANS : (DEFAULT_GAUSSIANS[k] ?? 2)));
  const stiffness = bendingEnergy(axes, lengths).map((energy) => regularization * image.length * energy);
  const count = stiffness.length;
  const whole = new Float64Array(samples.log.length);
  const plane = new Float64Array(axes[0].positions * axes[1].positions);

  /** The log correction at the samples that count. */
  const logGain = (coefficients: Float64Array): Float64Array => {
    for (let z = 0; z < axes[2].positions; z++) {
      evaluatePlane(axes, coefficients, z, plane);
      whole.set(plane, z * plane.length);
    }
    return Float64Array.from(index, (i) => whole[i]);
  };
  const evidenceAt = (gain: Float64Array): Evidence => ({
    intensities: image.map((value, i) => value * Math.exp(gain[i])),
    priors: classes,
  });
  const penalty = (coefficients: Float64Array): number =>
    0.5 * coefficients.reduce((sum, value, k) => sum + stiffness[k] * value * value, 0);

  let coefficients: Float64Array = new Float64Array(count);
  let gain: Float64Array = new Float64Array(image.length);
  let evidence = evidenceAt(gain);
  let mixture = startMixture(evidence, gaussians);
  const least = (0.005 * mean(image)) ** 2;
  const objective: number[] = [];
  for (let round = 0; round < iterations; round++) {
    signal?.throwIfAborted();
    onProgress?.(round / iterations);
    await nextTurn();
    for (let step = 0; step < MIXTURE_STEPS; step++) mixture = maximise(mixture, evidence, least);
    const { pull, stiffness: sharpness, logLikelihood: likelihood } = expect(mixture, evidence);
    const before = likelihood + sum(gain) - penalty(coefficients);

    const first = new Float64Array(whole.length);
    const second = new Float64Array(whole.length);
    index.forEach((at, i) => {
      const value = evidence.intensities[i];
      first[at] = 1 + value * pull[i];
      second[at] = 1 + value * value * sharpness[i];
    });
    const { gradient, matrix } = normalEquations(axes, first, second);
    for (let k = 0; k < count; k++) {
      gradient[k] -= stiffness[k] * coefficients[k];
      matrix[k * count + k] += stiffness[k];
    }
    const [step] = solveSymmetric(matrix, gradient);
    let after = before;
    for (let length = 1; length > 1e-3; length /= 2) {
      const trial = coefficients.map((value, k) => value + length * step[k]);
      const trialGain = logGain(trial);
      const trialEvidence = evidenceAt(trialGain);
      const reached = logLikelihood(mixture, trialEvidence) + sum(trialGain) - penalty(trial);
      if (reached > before) {
        [coefficients, gain, evidence, after] = [trial, trialGain, trialEvidence, reached];
        break;
      }
    }
    objective.push(-after / image.length);
    if (round > 2 && objective.at(-2)! - objective.at(-1)! < ENOUGH) break;
  }
  return { coefficients, offset: mean(gain), mixture, objective };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
const mean = (values: Float64Array): number => sum(values) / values.length;

/** Priors at the samples that count, each a little above 0; with one class more than given, the rest. */
function classPriors(
  given: readonly Float32Array[] | undefined,
  index: number[],
  gaussians: readonly number[] | undefined,
): Float32Array[] {
  if (!given) {
    const flat = new Float32Array(index.length).fill(1);
    return (gaussians ?? DEFAULT_GAUSSIANS).map(() => flat);
  }
  const priors = given.map((prior) => Float32Array.from(index, (i) => Math.max(prior[i], 1e-3)));
  if (gaussians?.length === given.length) return priors;
  return [
    ...priors,
    Float32Array.from(index, (_, i) => Math.max(1 - priors.reduce((total, prior) => total + prior[i], 0), 1e-3)),
  ];
}

/**
 * The squared Laplacian of each cosine, in units of 1 / (100 mm)^4: (pi k / length)^4 summed over axes and pairs of them.
 */
function bendingEnergy(axes: CosineAxes, lengths: readonly number[]): number[] {
  const [x, y, z] = axes.map(({ count }) => count);
  return Array.from({ length: x * y * z }, (_, i) => {
    const orders = [i % x, Math.floor(i / x) % y, Math.floor(i / x / y)];
    return orders.reduce((total, k, axis) => total + ((Math.PI * k * 100) / lengths[axis]) ** 2, 0) ** 2;
  });
}
