import { describeGrid, intensityRange, resize, sameGrid, volumesToTensor, type Volume } from '@braingen/volume';
import { toNetwork, type ModelSpace } from '../data/intensity-scale.ts';
import { PipelineError } from '../error.ts';
import type { InputVolume, InpaintRequest } from '../sample-request.ts';

/** A preprocessed volume on the network's grid. */
export interface NetworkInput {
  readonly volume: Volume;
  /** As the network sees it: [d, h, w, 1], in [-1, 1]. */
  readonly data: Float32Array;
  readonly warnings: readonly string[];
}

/**
 * A volume that sampling starts from, on the network's grid.
 *
 * @throws PipelineError of kind 'data' where it does not cover the grid of the training volumes
 */
export function networkInput({ volume: original, name }: InputVolume, space: ModelSpace): NetworkInput {
  const volume = onGrid(original, name, space);
  const [lowest, highest] = intensityRange(volume.voxels);
  const [low, high] = space.intensityRange;
  const slack = 0.1 * (high - low);
  const warnings =
    lowest < low - slack || highest > high + slack
      ? [
          `${name}: intensities from ${lowest.toFixed(3)} to ${highest.toFixed(3)}, the model was trained with ${low.toFixed(3)} to ${high.toFixed(3)}; preprocessing puts scans on one scale`,
        ]
      : [];
  return { volume, data: toNetwork(volume, space.intensityRange), warnings };
}

/**
 * The mask of a volume on the network's grid.
 *
 * @returns 1 at every voxel that the mask touches, as [d, h, w, 1]
 * @throws PipelineError of kind 'data' where it is empty or lies on another grid than its volume
 */
export function networkMask({ volume, mask, name }: InpaintRequest, space: ModelSpace): Float32Array {
  if (!sameGrid(volume, mask))
    throw new PipelineError('data', {
      field: 'mask',
      expected: `the grid of ${name} (${describeGrid(volume)})`,
      found: describeGrid(mask),
    });
  const marked = mask.with(mask.voxels.map((value) => Number(value > 0.5)));
  const { data } = volumesToTensor([onGrid(marked, 'mask', space)]);
  const touched = data.map((value) => Number(value > 1e-3));
  if (!touched.some(Boolean))
    throw new PipelineError('data', { field: 'mask', expected: 'voxels above 0.5', found: 'none' });
  return touched;
}

function onGrid(volume: Volume, field: string, { grid }: ModelSpace): Volume {
  const resized = sameGrid(volume, grid) ? volume : resize(volume, grid.shape);
  if (!sameGrid(resized, grid))
    throw new PipelineError('data', {
      field,
      expected: `a volume that covers the model's grid (${describeGrid(grid)})`,
      found: describeGrid(volume),
      advice: 'preprocessing puts scans there',
    });
  return resized;
}
