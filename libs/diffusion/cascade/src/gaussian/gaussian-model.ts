import type { Random } from '@braingen/volume';

/**
 * A Gaussian model of volumes: x = mean + sum_k sqrt(variance_k) u_k z_k with z ~ N(0, 1), its directions u_k orthonormal.
 * Every array of numbers is one volume in whatever order the volumes came.
 */
export interface GaussianModel {
  readonly mean: Float32Array;
  /** Principal directions, orthonormal, the largest variance first. */
  readonly components: readonly Float32Array[];
  /** Variance along each of them. */
  readonly variances: readonly number[];
  /**
   * What the covariance is worth as a prior of unseen volumes: `share` of each variance, and `floor` of variance in every
   * direction. Few volumes say too much of the directions that they span and nothing of all others.
   */
  readonly shrinkage: Shrinkage;
}

export interface Shrinkage {
  readonly share: number;
  readonly floor: number;
}

/** The model of the same volumes with their numbers in another order. */
export function mapVolumes(model: GaussianModel, reorder: (volume: Float32Array) => Float32Array): GaussianModel {
  return { ...model, mean: reorder(model.mean), components: model.components.map(reorder) };
}

/**
 * A volume drawn from the model: its mean and covariance are those of the volumes that it was fitted to.
 *
 * @param adjust what the draw's coefficients z become
 */
export function sampleGaussian(
  { mean, components, variances }: GaussianModel,
  random: Random,
  adjust: (coefficients: readonly number[]) => readonly number[] = (own) => own,
): Float32Array {
  const volume = mean.slice();
  const coefficients = adjust(components.map(() => random.normal()));
  components.forEach((direction, k) => {
    const factor = Math.sqrt(variances[k]) * coefficients[k];
    for (let i = 0; i < volume.length; i++) volume[i] += factor * direction[i];
  });
  return volume;
}

/**
 * The mean of the clean volume given y = x_0 + sigma epsilon, under the model with its shrinkage: the linear (Wiener) denoiser,
 * exact where the volumes are Gaussian (Wang and Vastola 2024, arXiv 2412.09726, equation 5).
 *
 * @param y the noisy volume in the scale of the model; not written to
 */
export function denoiseGaussian(model: GaussianModel, y: Float32Array, sigma: number): Float32Array {
  const { mean, components, variances } = model;
  const rest = restFactor(model, sigma);
  const result = new Float32Array(y.length);
  for (let i = 0; i < y.length; i++) result[i] = mean[i] + rest * (y[i] - mean[i]);
  components.forEach((direction, k) => {
    let along = 0;
    for (let i = 0; i < y.length; i++) along += direction[i] * (y[i] - mean[i]);
    const factor = along * (componentFactor(model, variances[k], sigma) - rest);
    for (let i = 0; i < y.length; i++) result[i] += factor * direction[i];
  });
  return result;
}

/** What is kept of a difference from the mean along a direction of that variance. */
export function componentFactor({ shrinkage }: GaussianModel, variance: number, sigma: number): number {
  const kept = shrinkage.share * variance + shrinkage.floor;
  return kept / (kept + sigma * sigma);
}

/** What is kept of it in all directions that no component spans. */
export function restFactor({ shrinkage: { floor } }: GaussianModel, sigma: number): number {
  return floor / (floor + sigma * sigma);
}
