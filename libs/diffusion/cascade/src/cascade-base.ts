import type { CovariateModel } from './gaussian/covariate-model.ts';
import type { GaussianModel } from './gaussian/gaussian-model.ts';
import type { LevelScale } from './pyramid/scales.ts';
import type { Window } from './pyramid/window.ts';
import type { Rim } from './rim.ts';

/** What a cascade knows of volumes before any network: where they are, how large their numbers are, and their Gaussian model. */
export interface CascadeBase {
  readonly window: Window;
  /** Of each level from 0, the finest, to the Gaussian model's. */
  readonly scales: readonly LevelScale[];
  /** Of the coarsest volumes, in their scale. */
  readonly gaussian: GaussianModel;
  /** What covariates say of it; where there are none, or they say nothing, its draws know nothing of them. */
  readonly covariates?: CovariateModel | undefined;
  /** Where heads end and background begins, for each level. */
  readonly rims: readonly Rim[];
}
