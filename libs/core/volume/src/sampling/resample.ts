import { composeAffine, identityAffine, invertAffine, type Affine } from '../geometry/affine.ts';
import { elementCount } from '../geometry/element-count.ts';
import { Volume, type Grid, type VoxelArray } from '../geometry/volume.ts';
import { asFloat32, voxelsLike } from '../geometry/voxel-array.ts';
import { cubicSampler } from './cubic.ts';
import { linearSampler } from './linear.ts';
import { nearestSampler } from './nearest.ts';
import { sampleRows } from './rows.ts';
import { spread } from './spread.ts';

export interface ResampleOptions {
  /**
   * `linear`: trilinear. `nearest`: for labels and masks; keeps the type of the voxels. `cubic`: interpolating cubic B-spline
   * (Unser, Aldroubi & Eden 1993, IEEE Trans. Signal Process. 41(2)), which overshoots at edges.
   * @default `linear`
   */
  readonly interpolation?: 'linear' | 'nearest' | 'cubic' | undefined;
  /**
   * With `linear`: widen the filter where new voxels are longer than old ones, so that detail too fine for the new grid is
   * averaged away, as `resize` does.
   * @default false
   */
  readonly antialias?: boolean | undefined;
  /** RAS millimetres of the new grid to RAS millimetres of the volume, as registration finds it. @default the identity */
  readonly transform?: Affine | undefined;
  /** The value of voxels whose centre lies outside the volume, that is beyond the outer faces of its border voxels. @default 0 */
  readonly background?: number | undefined;
}

/**
 * The volume seen on another grid: voxel v of the result is the volume at transform(grid.affine v). Any affine will do,
 * oblique and sheared ones too. Where the new voxels are much larger than the old ones, ask for `antialias`.
 *
 * @throws RangeError if the volume's affine is singular.
 */
export function resample<T extends VoxelArray>(
  volume: Volume<T>,
  grid: Grid,
  options: ResampleOptions & { readonly interpolation: 'nearest' },
): Volume<T>;
export function resample(volume: Volume<VoxelArray>, grid: Grid, options?: ResampleOptions): Volume<Float32Array>;
export function resample(volume: Volume<VoxelArray>, grid: Grid, options: ResampleOptions = {}): Volume<VoxelArray> {
  const { interpolation = 'linear', transform = identityAffine, background = 0, antialias = false } = options;
  const toVoxel = composeAffine(invertAffine(volume.affine), composeAffine(transform, grid.affine));
  const count = elementCount(grid.shape);

  if (interpolation === 'nearest') {
    const voxels = voxelsLike(volume.voxels, count).fill(background);
    sampleRows(volume.shape, grid.shape, toVoxel, nearestSampler(volume.voxels, volume.shape, voxels));
    return new Volume(voxels, grid);
  }
  if (interpolation !== 'linear' && interpolation !== 'cubic') {
    throw new RangeError(
      `resample: expected interpolation 'linear', 'nearest' or 'cubic', found '${String(interpolation)}'`,
    );
  }
  if (antialias && interpolation !== 'linear')
    throw new RangeError(`resample: expected interpolation 'linear' with antialias, found '${interpolation}'`);
  const voxels = new Float32Array(count).fill(background);
  const sampler = interpolation === 'linear' ? linearSampler : cubicSampler;
  sampleRows(volume.shape, grid.shape, toVoxel, sampler(asFloat32(volume.voxels), volume.shape, voxels));
  if (antialias) spread(volume.voxels, volume.shape, voxels, grid.shape, toVoxel);
  return new Volume(voxels, grid);
}
