import { centreOf, type IntensityBins } from './intensity-bins.ts';

/**
 * The five kinds of voxel, by brightness: three pure tissues and the two mixtures that a T1-weighted image shows.
 * The place of a class is twice its index among the tissues: 0 CSF, 1 CSF and GM, 2 GM, 3 GM and WM, 4 WM.
 */
export const classCount = 5;

/** Intensity of each pure tissue, normal with its own mean and standard deviation, and the share of each class. */
export interface TissueModel {
  readonly means: readonly [csf: number, gm: number, wm: number];
  readonly deviations: readonly [csf: number, gm: number, wm: number];
  /** Shares of the five classes; with priors, factors of them. */
  readonly weights: readonly number[];
}

/** Share of voxels that no class explains: vessels, dura, fat at the rim of the mask. */
const outlierShare = 0.01;

/**
 * The density of each class in each bin, [class][bin].
 *
 * A mixed voxel holds any fraction of its two tissues with equal chance, so its density is the uniform distribution between
 * their means blurred by the noise (Santago & Gage 1993, eq. 7): a difference of two normal distribution functions.
 */
export function classDensities({ means, deviations }: TissueModel, scale: IntensityBins): Float32Array[] {
  const densities = Array.from({ length: classCount }, () => new Float32Array(scale.count));
  for (let bin = 0; bin < scale.count; bin++) {
    const y = centreOf(scale, bin);
    for (let k = 0; k < 3; k++) densities[2 * k][bin] = normalDensity((y - means[k]) / deviations[k]) / deviations[k];
    for (let k = 0; k < 2; k++) {
      const below = normalDistribution((y - means[k]) / deviations[k]);
      const above = normalDistribution((y - means[k + 1]) / deviations[k + 1]);
      densities[2 * k + 1][bin] = Math.max(below - above, 0) / (means[k + 1] - means[k]);
    }
  }
  return densities;
}

/** What a class that explains everything equally badly would give. */
export function outlierDensity({ width, count }: IntensityBins): number {
  return outlierShare / (width * count);
}

/**
 * Fits the model by expectation maximisation (Dempster, Laird & Rubin 1977), the classes' shares varying over space as the
 * priors say (Ashburner & Friston 2005, eq. 21-23). Mixed classes share the pure ones' parameters, and only pure voxels move those.
 *
 * @param bins the bin of each voxel
 * @param priors for each of the five classes, one probability for each voxel; without them every place is alike
 * @param onIteration called after each iteration; may give the event loop a turn
 */
export async function fitMixture(
  bins: Uint16Array,
  scale: IntensityBins,
  start: TissueModel,
  priors: readonly Float32Array[] | undefined,
  { iterations, onIteration }: { iterations: number; onIteration: (done: number) => Promise<void> },
): Promise<TissueModel> {
  let model = start;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = maximise(model, expect(model, bins, scale, priors), scale);
    const moved = Math.max(...next.means.map((mean, k) => Math.abs(mean - model.means[k])));
    const contrast = next.means[2] - next.means[0];
    model = next;
    await onIteration((iteration + 1) / iterations);
    if (moved < 2e-4 * contrast) break;
  }
  return model;
}

interface Expectation {
  /** Voxels of each class in each bin. */
  readonly counts: Float64Array[];
  /** For each class, how many voxels it would hold if its weight were 1 and all else stayed. */
  readonly capacity: Float64Array;
}

function expect(
  model: TissueModel,
  bins: Uint16Array,
  scale: IntensityBins,
  priors: readonly Float32Array[] | undefined,
): Expectation {
  const densities = classDensities(model, scale);
  const counts = densities.map(() => new Float64Array(scale.count));
  const capacity = new Float64Array(classCount);
  const outlier = outlierDensity(scale);
  const weighted = new Float64Array(classCount);
  for (let i = 0; i < bins.length; i++) {
    const bin = bins[i];
    let share = 0;
    for (let k = 0; k < classCount; k++) {
      weighted[k] = model.weights[k] * (priors === undefined ? 1 : priors[k][i]);
      share += weighted[k];
    }
    let sum = outlier;
    for (let k = 0; k < classCount; k++) {
      capacity[k] += (priors === undefined ? 1 : priors[k][i]) / share;
      weighted[k] *= densities[k][bin] / share;
      sum += weighted[k];
    }
    for (let k = 0; k < classCount; k++) counts[k][bin] += weighted[k] / sum;
  }
  return { counts, capacity };
}

function maximise(model: TissueModel, { counts, capacity }: Expectation, scale: IntensityBins): TissueModel {
  const totals = counts.map((histogram) => histogram.reduce((sum, n) => sum + n, 0));
  const weights = totals.map((total, k) => Math.max(total / capacity[k], 1e-4));
  const means = [0, 1, 2].map((k) => {
    if (totals[2 * k] < 10) return model.means[k];
    return counts[2 * k].reduce((sum, n, bin) => sum + n * centreOf(scale, bin), 0) / totals[2 * k];
  });
  const contrast = means[2] - means[0];
  const deviations = [0, 1, 2].map((k) => {
    if (totals[2 * k] < 10) return model.deviations[k];
    const variance =
      counts[2 * k].reduce((sum, n, bin) => sum + n * (centreOf(scale, bin) - means[k]) ** 2, 0) / totals[2 * k];
    // No narrower than the bins resolve; and CSF, which shares its place with dura and vessels, must not swallow the grey matter.
    return Math.min(Math.max(Math.sqrt(variance), 0.01 * contrast, 2 * scale.width), 0.25 * contrast);
  });
  const ordered = means[0] < means[1] && means[1] < means[2];
  return {
    means: (ordered ? means : model.means) as [number, number, number],
    deviations: deviations as [number, number, number],
    weights,
  };
}

function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** The normal distribution function, to 7.5e-8 (Abramowitz & Stegun 26.2.17). */
function normalDistribution(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = normalDensity(z) * series;
  return z > 0 ? 1 - tail : tail;
}

/** Priors of the five classes from those of the tissues: two tissues mix where both are likely. */
export function classPriors([csf, gm, wm]: readonly Float32Array[]): Float32Array[] {
  const mixed = (a: Float32Array, b: Float32Array): Float32Array => a.map((p, i) => Math.sqrt(p * b[i]));
  return [csf, mixed(csf, gm), gm, mixed(gm, wm), wm];
}
