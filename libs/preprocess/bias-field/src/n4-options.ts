import type { Kernels } from '@braingen/kernels';
import type { ProgressOptions, Volume, VoxelArray } from '@braingen/volume';

export interface N4Options extends ProgressOptions {
  /** Voxels to estimate the field from, nonzero inside. @default those above Otsu's threshold (the whole head) */
  readonly mask?: Volume<VoxelArray> | undefined;
  /**
   * Confidence of each voxel, 0 or more, such as the probability of white matter; it multiplies the mask.
   * @default 1 everywhere
   */
  readonly weights?: Volume<VoxelArray> | undefined;
  /** Every n-th voxel along each axis is used; axes of thick slices are shrunk less, to about equal steps in mm. @default 4 */
  readonly shrinkFactor?: number | undefined;
  /** Most iterations a level, the coarsest first; each level has twice as many control points along each axis. @default [50, 50, 50] */
  readonly iterations?: readonly number[] | undefined;
  /** A level ends where the coefficient of variation of the field's change falls below this. @default 1e-3 */
  readonly convergenceThreshold?: number | undefined;
  /** Largest distance of knots at the first level. @default 200 */
  readonly splineDistanceMm?: number | undefined;
  /** Bins of the histogram. @default 200 */
  readonly histogramBins?: number | undefined;
  /** Of the field's distribution, in log intensity. @default 0.15 */
  readonly fullWidthAtHalfMaximum?: number | undefined;
  /** Noise term of the Wiener filter. @default 0.01 */
  readonly wienerNoise?: number | undefined;
  /** Kernels already loaded. @default `loadKernels()` */
  readonly kernels?: Kernels | undefined;
}
