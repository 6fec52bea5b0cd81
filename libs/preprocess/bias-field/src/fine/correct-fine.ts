import type { Volume, VoxelArray } from '@braingen/volume';
import { takeSamples, type Samples } from '../samples.ts';
import { alternate } from './alternate.ts';
import { applyField } from './apply-field.ts';
import { checkCosines, checkInput, checkSamples, findWarnings } from './check-input.ts';
import { cosineAxis, type CosineAxes } from './cosine-field.ts';
import type { FineOptions } from './fine-options.ts';
import { listPriors } from './tissue-priors.ts';

export interface FinelyCorrected {
  /** The volume divided by the field. */
  readonly volume: Volume<Float32Array>;
  /** Multiplicative, at full resolution; its geometric mean over the samples is 1. */
  readonly field: Volume<Float32Array>;
  /** The objective, per sample, after each alternation; it never rises. */
  readonly objective: readonly number[];
  readonly mixture: {
    readonly means: readonly number[];
    readonly deviations: readonly number[];
    readonly proportions: readonly number[];
  };
  /** What was found out of the ordinary, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Removes what inhomogeneity N4 has left, by the intensity part of unified segmentation (Ashburner & Friston 2005):
 * the corrected intensities are a mixture of Gaussians, several a tissue, weighted by tissue priors; the log field is a
 * sum of low-frequency cosines; mixture (expectation maximisation) and field (Gauss-Newton with a line search) are
 * improved in turn. The priors are taken where they lie: registering them is another step's work.
 *
 * Voxels that are zero or negative do not count, as they have no logarithm; the field is carried on over them.
 *
 * @throws RangeError for NaN or infinite voxels, a volume without contrast in the mask, an empty mask, a mask or prior
 *   on another grid, priors that are no probabilities or zero all over the mask, or a parameter out of range
 */
export async function correctFine(volume: Volume<VoxelArray>, options: FineOptions): Promise<FinelyCorrected> {
  const { mask, priors, cutoffMm = 60, samplingDistanceMm = 3, signal, onProgress } = options;
  checkInput(volume, options);
  signal?.throwIfAborted();
  const shrink = volume.spacing.map((mm) => Math.max(1, Math.round(samplingDistanceMm / mm)));
  const samples = takeSamples(volume, (i) => Number(mask.voxels[i] !== 0), shrink, 0);
  const listed = priors && listPriors(priors);
  const priorsThere = listed?.map(([, prior]) => priorAt(prior, samples));
  checkSamples(samples, priorsThere, listed?.map(([name]) => name) ?? []);
  const domain = samples.positions.map((each, axis) => ({
    start: each[0] - 0.5 * shrink[axis],
    length: each.at(-1)! - each[0] + shrink[axis],
  }));
  const counts = domain.map(({ length }, axis) =>
    Math.min(samples.positions[axis].length, Math.round((2 * length * volume.spacing[axis]) / cutoffMm + 1)),
  );
  checkCosines(counts);
  const on = (positions: readonly (readonly number[])[]): CosineAxes =>
    positions.map((each, axis) =>
      cosineAxis(each, domain[axis].start, domain[axis].length, counts[axis]),
    ) as unknown as CosineAxes;
  const lengths = domain.map(({ length }, axis) => length * volume.spacing[axis]);
  const fitted = await alternate(samples, on(samples.positions), lengths, priorsThere, {
    ...options,
    onProgress: (fraction) => onProgress?.(0.9 * fraction),
  });
  const everywhere = on(volume.shape.map((n) => Array.from({ length: n }, (_, i) => i)));
  const { field, corrected } = await applyField(volume, everywhere, fitted.coefficients, fitted.offset, options);
  const { means, variances, proportions } = fitted.mixture;
  return {
    volume: corrected,
    field,
    objective: fitted.objective,
    mixture: {
      means: [...means].map((value) => value * Math.exp(-fitted.offset)),
      deviations: [...variances].map((value) => Math.sqrt(value) * Math.exp(-fitted.offset)),
      proportions: [...proportions],
    },
    warnings: findWarnings(volume, mask, field),
  };
}

/** A prior at the samples, in their order. */
function priorAt({ voxels, shape }: Volume<VoxelArray>, { positions, log }: Samples): Float32Array {
  const values = new Float32Array(log.length);
  let to = 0;
  for (const z of positions[2]) {
    for (const y of positions[1]) {
      for (const x of positions[0]) values[to++] = voxels[x + shape[0] * (y + shape[1] * z)];
    }
  }
  return values;
}
