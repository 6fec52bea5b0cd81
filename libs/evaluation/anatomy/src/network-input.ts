import { toBlocks } from '@braingen/cascade';
import { assertOverlap, resample, volumesToTensor, type Affine, type Volume, type VoxelArray } from '@braingen/volume';
import { networkGrid } from './network-grid.ts';
import { scaleIntensities } from './scale-intensities.ts';

/**
 * What the network sees of a volume.
 *
 * @param transform RAS millimetres of MNI152 to RAS millimetres of the volume
 * @returns [x / 2, y / 2, z / 2, 8]: the eight intensities of each block
 * @throws RangeError if the volume lies elsewhere, or as `scaleIntensities`
 */
export function networkInput(volume: Volume<VoxelArray>, transform: Affine): Float32Array {
  const placed = resample(volume, networkGrid, { antialias: true, transform });
  assertOverlap(volume, placed, 'segment');
  const { data } = volumesToTensor([placed]);
  return toBlocks(scaleIntensities(data), networkGrid.shape);
}
