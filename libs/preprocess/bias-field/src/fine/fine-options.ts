import type { ProgressOptions, Volume, VoxelArray } from '@braingen/volume';

export interface FineOptions extends ProgressOptions {
  /** The brain or intracranial cavity, nonzero inside: the field is estimated from it. */
  readonly mask: Volume<VoxelArray>;
  /** Prior probabilities of the tissues by name, as `{ csf, gm, wm }`, on the volume's grid; without them all are as likely everywhere. */
  readonly priors?: Readonly<Record<string, Volume<VoxelArray>>> | undefined;
  /** Gaussians of each tissue in the order of the priors, and of the rest if there is one more number than priors. */
  readonly gaussians?: readonly number[] | undefined;
  /** Shortest full width at half maximum the field may have, in mm: 60. */
  readonly cutoff?: number | undefined;
  /** Weight of the bending energy of the log field, lengths in units of 100 mm: 0.03. */
  readonly regularization?: number | undefined;
  /** Distance of samples, in mm: 3. */
  readonly samplingDistance?: number | undefined;
  /** Most alternations between mixture and field: 30. */
  readonly iterations?: number | undefined;
}
