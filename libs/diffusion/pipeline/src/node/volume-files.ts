import { readNifti } from '@braingen/volume/node';
import type { VolumeToPrepare } from '../data/dataset.ts';
import { prepareVolume } from '../data/prepared-volume.ts';
import type { VolumeCache } from './volume-cache/volume-cache.ts';
import type { VolumeFile } from './volume-folder.ts';

/** How volumes are had while a training runs. */
export type VolumeStore = 'memory' | 'source' | VolumeCache;

/** A file's volume for a data set: kept in memory, read and prepared anew each time, or kept in a cache on a disk. */
export function volumeFromFile(file: VolumeFile, store: VolumeStore): VolumeToPrepare {
  return {
    ...file,
    prepare: async (shape) => {
      if (typeof store === 'object') return store.prepare(file, shape);
      const make = async (): Promise<ReturnType<typeof prepareVolume>> =>
        prepareVolume((await readNifti(file.path)).volume, shape, file.path);
      const { voxels, ...summary } = await make();
      return { ...summary, read: store === 'memory' ? () => voxels : async () => (await make()).voxels };
    },
  };
}
