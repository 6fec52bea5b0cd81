import { whenRead, type VolumeSource } from '@braingen/trainer';
import { Volume } from '@braingen/volume';
import { toNetwork, type ModelSpace } from './intensity-scale.ts';
import type { PreparedVolume } from './prepared-volume.ts';

/** Volumes of a data set as the network sees them, scaled when they are asked for. */
export const networkVolumes = (
  volumes: readonly PreparedVolume[],
  { grid, intensityRange }: ModelSpace,
): VolumeSource => ({
  length: volumes.length,
  volume: (index) => whenRead(volumes[index].read(), (voxels) => toNetwork(new Volume(voxels, grid), intensityRange)),
});
