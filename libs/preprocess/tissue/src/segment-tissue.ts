import { assertSameGrid, nextTurn, type ProgressOptions, type Volume, type VoxelArray } from '@braingen/volume';
import { isRimBright } from './contrast-check.ts';
import { insideMask, valuesAt } from './inside.ts';
import { assertT1Order, clusterMeans, priorMeans, priorsAt } from './initial-means.ts';
import { binOf, binsOf, type IntensityBins } from './intensity-bins.ts';
import { neighbourhoodOf, sweep } from './markov-field.ts';
import { classCount, classDensities, classPriors, fitMixture, type TissueModel } from './mixture.ts';
import { tissueMeans } from './tissue-means.ts';
import { tissueNames, type TissueMaps, type TissueValues } from './tissues.ts';
import { tissueMapsFrom } from './tissue-maps.ts';

export interface SegmentTissueOptions extends ProgressOptions {
  /** Where to look, on the volume's grid: above zero inside the skull. @default where the volume is not 0 and the priors have tissue */
  readonly mask?: Volume<VoxelArray> | undefined;
  /** Probabilities of CSF, GM and WM, 0 to 1, on the volume's grid. @default none: intensity and neighbours alone decide */
  readonly priors?: TissueMaps | undefined;
  /** At most so many iterations of expectation maximisation. @default 40 */
  readonly iterations?: number | undefined;
  /** How strongly neighbours pull together; 0 leaves every voxel to itself. @default 0.35 */
  readonly smoothing?: number | undefined;
}

export interface TissueSegmentation extends TissueMaps {
  /** Probability that most of the voxel is this tissue; the three sum to 1 inside the mask and are 0 outside. */
  readonly csf: Volume;
  readonly gm: Volume;
  readonly wm: Volume;
  /** The part of each voxel that each tissue fills, expected over the mixtures; they sum to 1 inside the mask. */
  readonly fractions: TissueMaps;
  /** Mean intensity of each tissue in its pure voxels (Manjón 2008). */
  readonly means: TissueValues;
  /** Standard deviation of each tissue's intensity about its mean, noise included. */
  readonly deviations: TissueValues;
  /** Volume of each tissue in millilitres, mixed voxels counted by their fractions. */
  readonly volumesMl: TissueValues;
  /** What is unusual about this result, one sentence each; empty for an ordinary scan. */
  readonly warnings: readonly string[];
}

/** Probability left to each tissue where the priors exclude it: individual anatomy differs from an average by more than an affine map. */
const priorFloor = 0.03;

/**
 * Segments a T1-weighted volume into CSF, grey and white matter: a mixture of three normal distributions and two partial-volume
 * classes fitted by expectation maximisation under spatial priors, then a Markov random field over neighbouring voxels.
 *
 * Intensities should be free of inhomogeneity (N4) and, best, of noise.
 *
 * @throws RangeError if mask or priors lie on another grid, the mask is empty, the volume has no contrast inside it, or the
 *   contrast is not T1 (CSF < GM < WM).
 */
export async function segmentTissue(
  volume: Volume<VoxelArray>,
  options: SegmentTissueOptions = {},
): Promise<TissueSegmentation> {
  const { priors, iterations = 40, smoothing = 0.35, signal, onProgress } = options;
  for (const name of tissueNames)
    if (priors) assertSameGrid(volume, priors[name], `segmentTissue: volume and ${name} prior`);
  const turn = async (fraction: number): Promise<void> => {
    signal?.throwIfAborted();
    onProgress?.(fraction);
    await nextTurn();
  };

  await turn(0);
  const indices = insideMask(volume, options.mask ?? defaultMask(volume, priors), 'segmentTissue');
  const values = valuesAt(volume, indices);
  const scale = binsOf(values);
  const bins = binOf(values, scale);

  const model = await fitSample(volume, indices, bins, scale, priors, iterations, (done) => turn(0.1 + 0.4 * done));
  const unary = unaries(bins, scale, model, priors && priorsAt(priors, indices, priorFloor));
  const posterior = normalised(unary);
  if (smoothing > 0) {
    const field = neighbourhoodOf(indices, volume.shape, volume.spacing);
    const sweeps = 5;
    for (let i = 0; i < sweeps; i++) {
      await turn(0.5 + (0.4 * i) / sweeps);
      sweep(posterior, unary, field, smoothing);
    }
  }
  await turn(0.9);
  const { probabilities, fractions, volumesMl } = tissueMapsFrom(posterior, values, indices, model, volume);
  const { means, warnings } = tissueMeans(volume, probabilities, indices, model);
  if (!priors && isRimBright(probabilities.wm, indices)) {
    warnings.push(
      "wm: more of it at the mask's rim than inside: the contrast may not be T1's, or the mask may hold scalp",
    );
  }
  onProgress?.(1);
  const [csf, gm, wm] = model.deviations;
  return { ...probabilities, fractions, means, deviations: { csf, gm, wm }, volumesMl, warnings };
}

/** Fits the mixture to every eighth voxel where there are plenty: means of a hundred thousand voxels are sure enough. */
async function fitSample(
  volume: Volume<VoxelArray>,
  indices: Int32Array,
  bins: Uint16Array,
  scale: IntensityBins,
  priors: TissueMaps | undefined,
  iterations: number,
  onIteration: (done: number) => Promise<void>,
): Promise<TissueModel> {
  const [nx, ny] = volume.shape;
  const sparse = indices.length > 400_000;
  const sample: number[] = [];
  for (let i = 0; i < indices.length; i++) {
    const at = indices[i];
    const even = (at % nx | Math.floor(at / nx) % ny | Math.floor(at / (nx * ny))) & 1;
    if (!sparse || !even) sample.push(i);
  }
  const sampleBins = Uint16Array.from(sample, (i) => bins[i]);
  const maps =
    priors &&
    priorsAt(
      priors,
      Int32Array.from(sample, (i) => indices[i]),
      priorFloor,
    );
  const means = maps ? priorMeans(sampleBins, maps, scale) : clusterMeans(sampleBins, scale);
  assertT1Order(means, 'segmentTissue');
  const spread = (means[2] - means[0]) / 10;
  const start: TissueModel = {
    means,
    deviations: [spread, spread, spread],
    weights: maps ? [1, 1, 1, 1, 1] : [0.15, 0.1, 0.35, 0.1, 0.3],
  };
  return fitMixture(sampleBins, scale, start, maps && classPriors(maps), { iterations, onIteration });
}

/** Prior times likelihood, [voxel * 5 + class]. */
function unaries(
  bins: Uint16Array,
  scale: IntensityBins,
  model: TissueModel,
  priors: Float32Array[] | undefined,
): Float32Array {
  const densities = classDensities(model, scale);
  // A voxel far from every class (a vessel) still belongs to the nearest one: a floor keeps the ratios finite.
  const largest = Math.max(...densities.map((density) => density.reduce((a, b) => Math.max(a, b), 0)));
  const out = new Float32Array(bins.length * classCount);
  const places = new Float64Array(classCount).fill(1);
  for (let i = 0; i < bins.length; i++) {
    if (priors) {
      const [a, b, c] = [priors[0][i], priors[1][i], priors[2][i]];
      places[0] = a;
      places[1] = Math.sqrt(a * b);
      places[2] = b;
      places[3] = Math.sqrt(b * c);
      places[4] = c;
    }
    for (let k = 0; k < classCount; k++) {
      out[i * classCount + k] = model.weights[k] * places[k] * (densities[k][bins[i]] / largest + 1e-12);
    }
  }
  return out;
}

function normalised(unary: Float32Array): Float32Array {
  const out = new Float32Array(unary.length);
  for (let i = 0; i < unary.length; i += classCount) {
    let sum = 0;
    for (let k = 0; k < classCount; k++) sum += unary[i + k];
    for (let k = 0; k < classCount; k++) out[i + k] = unary[i + k] / sum;
  }
  return out;
}

/** Priors reach beyond a stripped brain, and what stripping left there, exact zeros, must not pass for fluid. */
function defaultMask(volume: Volume<VoxelArray>, priors: TissueMaps | undefined): Volume<Uint8Array> {
  const inside = new Uint8Array(volume.voxels.length);
  for (let i = 0; i < inside.length; i++) {
    const likely = !priors || priors.csf.voxels[i] + priors.gm.voxels[i] + priors.wm.voxels[i] > 0.5;
    inside[i] = Number(likely && volume.voxels[i] !== 0);
  }
  return volume.with(inside);
}
