import { loadKernels, type Kernels } from '@braingen/kernels';
import type { Affine, ProgressOptions, Volume } from '@braingen/volume';
import type { LevelMetric } from './metric.ts';
import { mirrorAdvantage } from './mirror.ts';
import { minimize, type InverseHessian } from './minimize.ts';
import { affineFamily, rigidFamily } from './parameters.ts';
import { buildLevel, defaultLevels, type PyramidLevel } from './pyramid.ts';
import { doubtsAbout } from './quality.ts';
import { bestStart } from './starts.ts';
import { turnTaker } from './turn.ts';
import { winsorize } from './winsorize.ts';

export interface RegisterOptions extends ProgressOptions {
  /** Where it is above 0 the fixed image counts; it may be on a grid of its own. @default everywhere */
  readonly fixedMask?: Volume<Float32Array | Uint8Array> | undefined;
  /** A transform to begin with (RAS mm, fixed to moving). @default the best of a search */
  readonly initial?: Affine | undefined;
  /** Bins of the joint histogram along either image. @default 32 */
  readonly bins?: number | undefined;
  /**
   * The fraction of the fixed image's voxels that are compared, raised where that leaves too few points (24 000 on a coarse
   * level, 1 800 000 on the finest, where a voxel may hold several).
   * @default 0.25
   */
  readonly sampling?: number | undefined;
  /** Quantiles at which intensities are clipped. @default 0.005 and 0.995 */
  readonly winsorize?: readonly [lower: number, upper: number] | undefined;
  /** From coarse to fine. @default see `defaultLevels` */
  readonly levels?: readonly PyramidLevel[] | undefined;
  /** The compiled loops to use. @default `loadKernels()` */
  readonly kernels?: Kernels | undefined;
}

/** What one family of transforms gained on one level. */
export interface RegistrationStage {
  readonly transform: 'rigid' | 'affine';
  readonly shrinkFactor: number;
  readonly iterations: number;
  /** Mutual information at the end, in nats. */
  readonly information: number;
}

export interface Registration {
  /** RAS millimetres of the fixed image to RAS millimetres of the moving one, as `resample` takes it. */
  readonly matrix: Affine;
  /** 2 I(F, M) / (H(F) + H(M)): 0 for images that know nothing of each other, 1 for equal ones. */
  readonly similarity: number;
  readonly stages: readonly RegistrationStage[];
  /** What a person should look at; empty if nothing is suspicious. */
  readonly warnings: readonly string[];
}

/**
 * Finds the affine map between two scans of the same or different heads: rigid, then affine, maximising Mattes mutual
 * information over a pyramid.
 *
 * Several starts are tried on the coarsest level (see `startsFor`), so that a scan may be turned in any way. Mirror
 * images are never used: a registration that turned left into right would hide an error in a header.
 *
 * @throws RangeError if an image has no contrast, the images do not overlap, or the mask leaves too little to compare
 */
export async function registerAffine(
  moving: Volume<Float32Array>,
  fixed: Volume<Float32Array>,
  options: RegisterOptions = {},
): Promise<Registration> {
  const { bins = 32, sampling = 0.25, winsorize: range = [0.005, 0.995], fixedMask: mask } = options;
  const levels = options.levels ?? defaultLevels(fixed.spacing);
  const turn = turnTaker(options);
  const kernels = options.kernels ?? (await loadKernels());
  const from = winsorize(moving, range, 'moving');
  const to = winsorize(fixed, range, 'fixed');
  await turn();

  const metrics: LevelMetric[] = [];
  try {
    for (const level of levels) {
      metrics.push(buildLevel(kernels, to.volume, from.volume, level, { sampling, bins, mask }));
      options.onProgress?.((0.4 * metrics.length) / levels.length);
      await turn();
    }
    let matrix = options.initial ?? (await bestStart(metrics[0], turn));
    options.onProgress?.(0.6);

    const stages: RegistrationStage[] = [];
    let known: InverseHessian | undefined;
    const finest = Math.min(...fixed.spacing);
    // The rigid part is only the affine's start: the finest level would add nothing to it.
    const schedule = [
      ...levels.slice(0, Math.max(1, levels.length - 1)).map((_, i) => ['rigid', i] as const),
      ...levels.map((_, i) => ['affine', i] as const),
    ];
    for (const [transform, i] of schedule) {
      const spacing = finest * levels[i].shrinkFactor;
      // Parameters are millimetres on every level, and mutual information bends much alike.
      let curvature = stages.at(-1)?.transform === transform ? known : undefined;
      let iterations = 0;
      let information = 0;
      // Which samples count is settled at the start of a search: the finest level searches again from where it ended.
      for (let round = 0; round < (i === levels.length - 1 ? mostRounds : 1); round++) {
        const family = (transform === 'rigid' ? rigidFamily : affineFamily)(matrix, metrics[i].samples);
        const found = await minimize(metrics[i].objective(family), new Float64Array(family.size), {
          maxIterations: 60,
          maxStep: spacing,
          tolerance: tolerance * spacing,
          curvature,
          onIteration: turn,
        });
        matrix = family.transform(found.parameters);
        information = -found.value;
        iterations += found.iterations;
        curvature = known = found.curvature;
        if (Math.hypot(...found.parameters) < settled * spacing) break;
      }
      stages.push({ transform, shrinkFactor: levels[i].shrinkFactor, iterations, information });
      options.onProgress?.(0.6 + (0.4 * stages.length) / schedule.length);
    }

    const last = metrics[metrics.length - 1].evaluate(matrix);
    if (last.count === 0)
      throw new RangeError('registerAffine: expected images that overlap, found none of the samples inside');
    const similarity = (2 * last.information) / (last.fixedEntropy + last.movingEntropy);
    const metric = metrics[Math.max(0, metrics.length - 2)];
    const mirrored = await mirrorAdvantage(metric, matrix, turn);
    const warnings = doubtsAbout(matrix, { similarity, mirrored, metric });
    if (from.notFinite > 0) warnings.unshift(`${from.notFinite} voxels were not finite and count as background`);
    return { matrix, similarity, stages, warnings };
  } finally {
    for (const metric of metrics) metric.release();
  }
}

/**
 * In voxels of a level: the proposed step below which a search ends, and the way from its start below which it need not
 * be repeated.
 */
const tolerance = 0.002;
const settled = 0.02;
const mostRounds = 2;
