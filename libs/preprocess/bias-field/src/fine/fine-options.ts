import type { ProgressOptions, Volume, VoxelArray } from '@braingen/volume';
import type { TissuePriors } from './tissue-priors.ts';

export interface FineOptions extends ProgressOptions {
  /** The brain or intracranial cavity, nonzero inside: the field is estimated from it. */
  readonly mask: Volume<VoxelArray>;
  /** Prior probabilities of tissues, 0 to 1, on the volume's grid. @default all tissues as likely everywhere */
  readonly priors?: TissuePriors | undefined;
  /**
   * Gaussians of each tissue in the order csf, gm, wm, as far as there are priors, and of the rest if there is one more
   * number than priors.
   * @default 2 each, 4 of the rest
   */
  readonly gaussians?: readonly number[] | undefined;
  /** Shortest full width at half maximum the field may have. @default 60 */
  readonly cutoffMm?: number | undefined;
  /** Weight of the bending energy of the log field, lengths in units of 100 mm. @default 0.03 */
  readonly regularization?: number | undefined;
  /** Distance of samples. @default 3 */
  readonly samplingDistanceMm?: number | undefined;
  /** Most alternations between mixture and field. @default 30 */
  readonly iterations?: number | undefined;
}
