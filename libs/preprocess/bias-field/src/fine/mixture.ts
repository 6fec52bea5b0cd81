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

/** First and second derivative terms of the field's update at each sample, and the log likelihood. */
export interface Expectation {
  readonly logLikelihood: number;
  /** Sum over Gaussians of responsibility (mean - intensity) / variance, one a sample. */
  readonly pull: Float64Array;
  /** Sum of responsibility / variance. */
  readonly stiffness: Float64Array;
}

/** What the field's update needs of a mixture (Ashburner & Friston 2005, equations 21 to 24). */
export function expect(mixture: Mixture, evidence: Evidence): Expectation {
  const { intensities } = evidence;
  const count = mixture.means.length;
  const precision = mixture.variances.map((variance) => 1 / variance);
  const pull = new Float64Array(intensities.length);
  const stiffness = new Float64Array(intensities.length);
  const logLikelihood = visit(mixture, evidence, (i, shares) => {
    for (let k = 0; k < count; k++) {
      const weight = shares[k] * precision[k];
      pull[i] += weight * (mixture.means[k] - intensities[i]);
      stiffness[i] += weight;
    }
  });
  return { logLikelihood, pull, stiffness };
}

/**
 * One step of expectation maximisation (Ashburner & Friston 2005, equations 14 to 20): responsibilities
 * p(k) = proportion prior Gaussian, normalised, and from them the next mixture.
 *
 * @param least a floor for variances: intensities are never known better than rounding and noise allow
 */
export function maximise(mixture: Mixture, evidence: Evidence, least: number): Mixture {
  const { classOf, means, variances } = mixture;
  const { intensities, priors } = evidence;
  const count = means.length;
  const [total, first, second] = [0, 1, 2].map(() => new Float64Array(count));
  const odds = new Float64Array(priors.length);
  visit(mixture, evidence, (i, shares, prior) => {
    const value = intensities[i];
    for (let k = 0; k < count; k++) {
      total[k] += shares[k];
      first[k] += shares[k] * value;
      second[k] += shares[k] * value * value;
    }
    const each = 1 / prior;
    for (let c = 0; c < odds.length; c++) odds[c] += priors[c][i] * each;
  });
  const nextMeans = means.map((mean, k) => (total[k] > 1e-6 ? first[k] / total[k] : mean));
  const ratios = total.map((sum, k) => Math.max(sum, 1e-6) / Math.max(odds[classOf[k]], 1e-12));
  const ratioTotal = ratios.reduce((sum, ratio) => sum + ratio, 0);
  return {
    classOf,
    means: nextMeans,
    variances: variances.map((variance, k) =>
      total[k] > 1e-6 ? Math.max(second[k] / total[k] - nextMeans[k] ** 2, least) : variance,
    ),
    proportions: ratios.map((ratio) => ratio / ratioTotal),
  };
}

/** The log likelihood alone. */
export function logLikelihood(mixture: Mixture, evidence: Evidence): number {
  return visit(mixture, evidence, () => {});
}

/**
 * Goes through the samples with the Gaussians' responsibilities and the classes' prior under the mixing proportions.
 *
 * @returns the log likelihood
 */
function visit(
  { classOf, means, variances, proportions }: Mixture,
  { intensities, priors }: Evidence,
  sample: (index: number, responsibilities: Float64Array, prior: number) => void,
): number {
  const count = means.length;
  const scale = proportions.map((proportion, k) => proportion / Math.sqrt(2 * Math.PI * variances[k]));
  const half = variances.map((variance) => -0.5 / variance);
  const share = new Float64Array(priors.length);
  classOf.forEach((c, k) => (share[c] += proportions[k]));
  const likely = new Float64Array(count);
  const here = new Float64Array(priors.length);
  let sum = 0;
  for (let i = 0; i < intensities.length; i++) {
    const value = intensities[i];
    let total = 1e-300;
    let prior = 1e-300;
    for (let c = 0; c < here.length; c++) {
      here[c] = priors[c][i];
      prior += share[c] * here[c];
    }
    for (let k = 0; k < count; k++) {
      const away = value - means[k];
      likely[k] = here[classOf[k]] * scale[k] * Math.exp(half[k] * away * away);
      total += likely[k];
    }
    sum += Math.log(total / prior);
    const each = 1 / total;
    for (let k = 0; k < count; k++) likely[k] *= each;
    sample(i, likely, prior);
  }
  return sum;
}
