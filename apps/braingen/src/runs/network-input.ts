import type { CheckpointDescription } from '@braingen/unet3d';
import {
  assertSameGrid,
  describeGrid,
  resize,
  sameGrid,
  tensorToVolumes,
  Volume,
  volumesToTensor,
} from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import { Failure } from '../failure.ts';
import { intensityRange } from '../intensity-range.ts';
import { toNetwork } from './dataset.ts';

type NetworkSpace = Pick<CheckpointDescription, 'grid' | 'intensityRange'>;

/** A preprocessed volume on the network's grid. */
export interface NetworkInput {
  readonly volume: Volume;
  /** As the network sees it: [d, h, w, 1], in [-1, 1]. */
  readonly data: Float32Array;
  readonly warnings: readonly string[];
}

/**
 * Reads a volume that the network is to go on from.
 *
 * @throws Failure where it does not lie where the training volumes lay
 */
export async function readInputVolume(path: string, space: NetworkSpace): Promise<NetworkInput> {
  const original = await readVolume(path);
  const volume = onGrid(original, path, space);
  const [lowest, highest] = intensityRange(volume.voxels);
  const [low, high] = space.intensityRange;
  const slack = 0.1 * (high - low);
  const warnings =
    lowest < low - slack || highest > high + slack
      ? [
          `${path}: intensities from ${lowest.toFixed(3)} to ${highest.toFixed(3)}, the model was trained with ${low.toFixed(3)} to ${high.toFixed(3)}; preprocess puts scans on one scale`,
        ]
      : [];
  return { volume, data: toNetwork(volume, space.intensityRange), warnings };
}

/**
 * Reads a mask that belongs to a volume.
 *
 * @returns 1 at every voxel of the network's grid that the mask touches, as [d, h, w, 1]
 * @throws Failure where it is empty; RangeError where it lies on another grid than its volume, with both grids
 */
export async function readInputMask(path: string, volumePath: string, space: NetworkSpace): Promise<Float32Array> {
  const [mask, volume] = [await readVolume(path), await readVolume(volumePath)];
  assertSameGrid(volume, mask, `${path}: mask`);
  const marked = mask.with(mask.voxels.map((value) => Number(value > 0.5)));
  const { data } = volumesToTensor([onGrid(marked, path, space)]);
  const touched = data.map((value) => Number(value > 1e-3));
  if (!touched.some(Boolean)) throw new Failure(`${path}: expected a mask with voxels above 0.5, found none`);
  return touched;
}

function onGrid(volume: Volume, path: string, { grid }: NetworkSpace): Volume {
  const resized = sameGrid(volume, grid) ? volume : resize(volume, grid.shape);
  if (!sameGrid(resized, grid))
    throw new Failure(
      `${path}: expected a volume that covers the model's grid (${describeGrid(grid)}), found ${describeGrid(volume)}; preprocess puts scans there`,
    );
  return resized;
}

/** From the network's [-1, 1] back to intensities, on the grid of what it learnt from. */
export function fromNetwork(data: Float32Array, { grid, intensityRange: [lowest, highest] }: NetworkSpace): Volume {
  const intensities = data.map((value) => lowest + ((Math.min(Math.max(value, -1), 1) + 1) / 2) * (highest - lowest));
  return tensorToVolumes(intensities, [1, ...grid.shape, 1], grid.affine)[0];
}
