import { toBlocks } from '@braingen/cascade';
import { tf } from '@braingen/engine';
import { assertOverlap, resample, volumesToTensor, type Affine, type Volume, type VoxelArray } from '@braingen/volume';
import { blockShape, networkGrid } from './network-grid.ts';
import { scaleIntensities } from './scale-intensities.ts';

/**
 * What the network sees of a volume.
 *
 * @param transform RAS millimetres of MNI152 to RAS millimetres of the volume
 * @returns [1, x / 2, y / 2, z / 2, 8]: the eight intensities of each block
 * @throws RangeError if the volume lies elsewhere, or as `scaleIntensities`
 */
export function networkInput(volume: Volume<VoxelArray>, transform: Affine): tf.Tensor5D {
  const placed = resample(volume, networkGrid, { antialias: true, transform });
  assertOverlap(volume, placed, 'segment');
  const { data } = volumesToTensor([placed]);
  return tf.tensor5d(toBlocks(scaleIntensities(data), networkGrid.shape), [1, ...blockShape, 8]);
}
