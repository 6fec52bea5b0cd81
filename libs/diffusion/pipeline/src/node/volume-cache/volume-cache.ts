import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shape3 } from '@braingen/volume';
import { hashValue, readNifti, removeLeftovers } from '@braingen/volume/node';
import { prepareVolume, type PreparedVolume, type VolumeSummary } from '../../data/prepared-volume.ts';
import { PipelineError } from '../../error.ts';
import { isFull } from '../is-full.ts';
import type { VolumeFile } from '../volume-folder.ts';
import { describeCached, readCached, writeCached, type CachedVolume } from './cached-file.ts';
import { isUnchanged, stateOf } from './source-state.ts';

/** Prepared volumes of files, kept on a disk. */
export interface VolumeCache {
  /**
   * A file's volume as a data set wants it: from the cache where it holds one of these very bytes and this shape, else made and kept.
   *
   * @throws PipelineError of kind 'data' where the file holds what cannot be trained on; of kind 'run' where the cache's disk is full
   */
  prepare(file: VolumeFile, shape: Shape3): Promise<PreparedVolume>;
}

/** Of how volumes are prepared: another number, and what was kept is made anew. */
const version = 1;

/**
 * Opens a cache of prepared volumes: a file for each, named after where its scan lies and the shape, so that volumes of several data
 * sets and shapes may share a folder. A scan's bytes count, not its date. What is damaged or missing is made anew from the scan, also
 * in the middle of a training. Several processes may use one folder: files appear whole, and whoever makes one makes the same.
 *
 * @param folder is made where it is missing
 */
export async function openVolumeCache(folder: string): Promise<VolumeCache> {
  await mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  return {
    prepare: async (file, shape) => {
      const name = file.name.replace(/[^A-Za-z0-9_-]/g, '-').slice(-80);
      const key = hashValue([version, await realpath(file.path), shape]).slice(0, 16);
      const path = join(folder, `${name}_${key}.safetensors`);
      const known = await describeCached(path);
      if (known && (await isUnchanged(file.path, known.source))) return cachedVolume(path, file, shape, known);
      // Before it is read: what is written to it meanwhile shows the next time.
      const source = await stateOf(file.path);
      const { summary, voxels } = await make(file, shape);
      try {
        return cachedVolume(path, file, shape, await writeCached(path, summary, source, voxels));
      } catch (error) {
        throw isFull(error) ? fullDisk(folder, voxels.byteLength, error as Error) : error;
      }
    },
  };
}

async function make(
  { path }: VolumeFile,
  shape: Shape3,
): Promise<{ readonly summary: VolumeSummary; readonly voxels: Float32Array }> {
  const { volume } = await readNifti(path);
  const { voxels, ...summary } = prepareVolume(volume, shape, path);
  return { summary, voxels };
}

function cachedVolume(path: string, file: VolumeFile, shape: Shape3, { summary, hash }: CachedVolume): PreparedVolume {
  return {
    ...summary,
    read: async () => {
      const kept = await readCached(path, hash);
      if (kept) return kept;
      const source = await stateOf(file.path);
      const { summary: found, voxels } = await make(file, shape);
      if (found.checksum !== summary.checksum)
        throw new PipelineError('data', {
          field: file.path,
          expected: 'the scan that the training began with',
          found: 'another',
        });
      // Where it cannot be kept, it is made again next time.
      await writeCached(path, found, source, voxels).catch(() => {});
      return voxels;
    },
  };
}

const fullDisk = (folder: string, bytes: number, cause: Error): PipelineError =>
  new PipelineError(
    'run',
    {
      field: folder,
      expected: `${(bytes / 2 ** 20).toFixed(1)} MB of room for each volume`,
      found: 'a full disk',
      advice: 'another folder can be named for the cache',
    },
    { cause },
  );
