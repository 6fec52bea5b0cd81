import { resample, type Affine, type Grid, type Volume, type VoxelArray } from '@braingen/volume';

export interface Head {
  image: Volume;
  truth: Volume;
}

/** What a phantom says of itself. */
interface KnownHead {
  readonly image: Volume;
  readonly intracranialMask: Volume<VoxelArray>;
  readonly templateToWorld: Affine;
}

/** A phantom brought to the template's space by the affine part of its shape, as registration would. */
export function registeredHead(phantom: KnownHead, grid: Grid): Head {
  const image = resample(phantom.image, grid, { transform: phantom.templateToWorld });
  const truth = resample(phantom.intracranialMask, grid, { transform: phantom.templateToWorld });
  return { image, truth: truth.with(truth.voxels.map((p) => (p > 0.5 ? 1 : 0))) };
}

export function dice(a: Volume<Uint8Array>, b: Volume): number {
  let [both, sum] = [0, 0];
  for (let i = 0; i < a.voxels.length; i++) {
    both += a.voxels[i] * b.voxels[i];
    sum += a.voxels[i] + b.voxels[i];
  }
  return (2 * both) / sum;
}
