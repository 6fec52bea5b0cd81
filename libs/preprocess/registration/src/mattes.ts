import { mattesGradient, mattesHistogram, type Kernels, type MattesArrays } from '@braingen/kernels';

/** Mattes mutual information and its derivative. */
export interface MattesValue {
  /** Mutual information, in nats. */
  readonly information: number;
  /** Entropies of the two marginal histograms, in nats. */
  readonly fixedEntropy: number;
  readonly movingEntropy: number;
  /** How many points counted: those inside the moving image, or those chosen beforehand. */
  readonly count: number;
  /** The derivative of `information` by the twelve entries of the matrix, row by row. */
  readonly gradient: Float64Array;
}

const negligible = 1e-16;

/**
 * Mutual information of two images under `matrix` (points to voxels of the moving image, twelve numbers row by row),
 * after Mattes et al. 2003 (IEEE TMI 22:120-128): the histogram of eq. 11, the metric of eq. 10, the gradient of
 * eq. 18. No point inside gives zeros.
 */
export function mattes(kernels: Kernels, arrays: MattesArrays, matrix: Float64Array): MattesValue {
  const { bins } = arrays;
  const joint = new Float64Array(bins * bins + 1);
  mattesHistogram(kernels, arrays, matrix, joint);
  const count = joint[bins * bins];
  const gradient = new Float64Array(12);
  if (count === 0) return { information: 0, fixedEntropy: 0, movingEntropy: 0, count, gradient };
  const probability = joint.subarray(0, bins * bins).map((sum) => sum / count);
  const fixed = new Float64Array(bins),
    moving = new Float64Array(bins);
  for (let i = 0; i < probability.length; i++) {
    fixed[Math.floor(i / bins)] += probability[i];
    moving[i % bins] += probability[i];
  }
  const ratio = probability.map((p, i) =>
    p > negligible && moving[i % bins] > negligible ? Math.log(p / moving[i % bins]) : 0,
  );
  mattesGradient(kernels, arrays, ratio, gradient);
  const [fixedEntropy, movingEntropy] = [entropy(fixed), entropy(moving)];
  return {
    information: fixedEntropy + movingEntropy - entropy(probability),
    fixedEntropy,
    movingEntropy,
    count,
    gradient: gradient.map((sum) => sum / count),
  };
}

function entropy(probability: Float64Array): number {
  return probability.reduce((sum, p) => (p > negligible ? sum - p * Math.log(p) : sum), 0);
}
