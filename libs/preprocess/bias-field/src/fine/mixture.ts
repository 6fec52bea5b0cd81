/** Gaussians of intensity, each belonging to a class with a prior of its own. */
export interface Mixture {
  readonly classOf: Uint8Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  /** Mixing proportions; they sum to 1. */
  readonly proportions: Float64Array;
}

/** Intensities that count, and for each the prior of every class: `priors[class][sample]`. */
export interface Evidence {
  readonly intensities: Float64Array;
  readonly priors: readonly Float32Array[];
}

/**
 * A mixture to begin with: the classes' means by k-means in one dimension from evenly spread quantiles where all priors
 * are alike, by their priors otherwise; the Gaussians of one class spread about its mean.
 */
export function startMixture({ intensities, priors }: Evidence, gaussians: readonly number[]): Mixture {
  const sorted = intensities.slice().sort();
  const uniform = priors.every((prior) => prior.every((value) => value === prior[0]));
  const moments = uniform
    ? clusters(sorted, gaussians.length)
    : priors.map((prior) => momentsUnder(intensities, prior));
  const classOf: number[] = [];
  const means: number[] = [];
  const variances: number[] = [];
  const proportions: number[] = [];
  gaussians.forEach((count, tissue) => {
    const { mean, deviation, share } = moments[tissue];
    for (let i = 0; i < count; i++) {
      classOf.push(tissue);
      means.push(mean + deviation * (count > 1 ? (2 * i) / (count - 1) - 1 : 0) * 0.6);
      variances.push(deviation * deviation);
      proportions.push(share / count);
    }
  });
  return {
    classOf: Uint8Array.from(classOf),
    means: Float64Array.from(means),
    variances: Float64Array.from(variances),
    proportions: Float64Array.from(proportions),
  };
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
  readonly share: number;
}

function momentsUnder(intensities: Float64Array, prior: Float32Array): Moments {
  let total = 0;
  let sum = 0;
  let squares = 0;
  prior.forEach((weight, i) => {
    total += weight;
    sum += weight * intensities[i];
    squares += weight * intensities[i] ** 2;
  });
  const mean = sum / total;
  return { mean, deviation: Math.sqrt(Math.max(squares / total - mean * mean, 1e-12)), share: total / prior.length };
}

function clusters(sorted: Float64Array, count: number): Moments[] {
  let centres = Array.from({ length: count }, (_, k) => sorted[Math.floor(((k + 0.5) / count) * sorted.length)]);
  let groups: number[][] = [];
  for (let round = 0; round < 20; round++) {
    groups = centres.map(() => []);
    for (const value of sorted) {
      let nearest = 0;
      for (let k = 1; k < count; k++)
        if (Math.abs(value - centres[k]) < Math.abs(value - centres[nearest])) nearest = k;
      groups[nearest].push(value);
    }
    centres = groups.map((group, k) =>
      group.length > 0 ? group.reduce((sum, value) => sum + value, 0) / group.length : centres[k],
    );
  }
  return groups.map((group, k) => ({
    mean: centres[k],
    deviation: Math.sqrt(
      group.reduce((sum, value) => sum + (value - centres[k]) ** 2, 1e-12) / Math.max(group.length, 1),
    ),
    share: group.length / sorted.length,
  }));
}

/** What a mixture says of each sample: first and second derivative terms of the field's update, and the log likelihood. */
export interface Expectation {
  readonly logLikelihood: number;
  /** Sum over Gaussians of responsibility (mean - intensity) / variance, one a sample. */
  readonly pull: Float64Array;
  /** Sum of responsibility / variance. */
  readonly stiffness: Float64Array;
  readonly next: Mixture;
}

/**
 * One step of expectation maximisation (Ashburner & Friston 2005, equations 14 to 20): responsibilities
 * p(k) = proportion prior Gaussian, normalised, and from them the next mixture.
 *
 * @param least a floor for variances: intensities are never known better than rounding and noise allow
 */
export function expect(mixture: Mixture, { intensities, priors }: Evidence, least: number): Expectation {
  const { classOf, means, variances, proportions } = mixture;
  const count = means.length;
  const scale = proportions.map((proportion, k) => proportion / Math.sqrt(2 * Math.PI * variances[k]));
  const half = variances.map((variance) => -0.5 / variance);
  const pull = new Float64Array(intensities.length);
  const stiffness = new Float64Array(intensities.length);
  const sums = [0, 1, 2].map(() => new Float64Array(count));
  const odds = new Float64Array(count);
  const likely = new Float64Array(count);
  let logLikelihood = 0;
  for (let i = 0; i < intensities.length; i++) {
    const value = intensities[i];
    let total = 1e-300;
    let prior = 1e-300;
    for (let k = 0; k < count; k++) {
      const atClass = priors[classOf[k]][i];
      likely[k] = atClass * scale[k] * Math.exp(half[k] * (value - means[k]) ** 2);
      total += likely[k];
      prior += proportions[k] * atClass;
    }
    logLikelihood += Math.log(total / prior);
    for (let k = 0; k < count; k++) {
      const share = likely[k] / total;
      pull[i] += (share * (means[k] - value)) / variances[k];
      stiffness[i] += share / variances[k];
      sums[0][k] += share;
      sums[1][k] += share * value;
      sums[2][k] += share * value * value;
      odds[k] += priors[classOf[k]][i] / prior;
    }
  }
  const nextMeans = means.map((mean, k) => (sums[0][k] > 1e-6 ? sums[1][k] / sums[0][k] : mean));
  const ratios = sums[0].map((sum, k) => Math.max(sum, 1e-6) / Math.max(odds[k], 1e-12));
  const ratioTotal = ratios.reduce((sum, ratio) => sum + ratio, 0);
  return {
    logLikelihood,
    pull,
    stiffness,
    next: {
      classOf,
      means: nextMeans,
      variances: variances.map((variance, k) =>
        sums[0][k] > 1e-6 ? Math.max(sums[2][k] / sums[0][k] - nextMeans[k] ** 2, least) : variance,
      ),
      proportions: ratios.map((ratio) => ratio / ratioTotal),
    },
  };
}

/** The log likelihood alone. */
export function logLikelihood(mixture: Mixture, { intensities, priors }: Evidence): number {
  const { classOf, means, variances, proportions } = mixture;
  const scale = proportions.map((proportion, k) => proportion / Math.sqrt(2 * Math.PI * variances[k]));
  const half = variances.map((variance) => -0.5 / variance);
  let sum = 0;
  for (let i = 0; i < intensities.length; i++) {
    let total = 1e-300;
    let prior = 1e-300;
    for (let k = 0; k < means.length; k++) {
      const atClass = priors[classOf[k]][i];
      total += atClass * scale[k] * Math.exp(half[k] * (intensities[i] - means[k]) ** 2);
      prior += proportions[k] * atClass;
    }
    sum += Math.log(total / prior);
  }
  return sum;
}
