import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openSafetensors, readSafetensors, writeSafetensors } from '@braingen/unet3d';
import { openFile } from '@braingen/unet3d/node';
import { writeWhole } from '@braingen/volume/node';
import type { VolumeSummary } from '../../data/prepared-volume.ts';
import type { SourceState } from './source-state.ts';

/** What a cached file says of the volume that it holds. */
export interface CachedVolume {
  readonly summary: VolumeSummary;
  /** The file that it was made of, as it was then. */
  readonly source: SourceState;
  /** SHA-256 of the voxels' bytes. */
  readonly hash: string;
}

const tensor = 'voxels';
const field = 'braingen_volume';

/** Writes a prepared volume, whole or not at all: a safetensors file of float32 voxels [z, y, x]. */
export async function writeCached(
  path: string,
  summary: VolumeSummary,
  source: SourceState,
  voxels: Float32Array,
): Promise<CachedVolume> {
  const cached = { summary, source, hash: hashOf(voxels) };
  const shape = [...summary.grid.shape].reverse();
  await writeWhole(path, writeSafetensors([[tensor, { shape, data: voxels }]], { [field]: JSON.stringify(cached) }));
  return cached;
}

/** What a cached file says of itself, its voxels unread; undefined where there is none that can be read. */
export async function describeCached(path: string): Promise<CachedVolume | undefined> {
  try {
    const file = await openFile(path);
    try {
      return JSON.parse((await openSafetensors(file)).metadata[field]) as CachedVolume;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** The voxels of a cached file; undefined where it is gone or holds others than those of the hash. */
export async function readCached(path: string, hash: string): Promise<Float32Array | undefined> {
  try {
    const voxels = readSafetensors(await readFile(path)).tensors.get(tensor)?.data;
    return voxels && hashOf(voxels) === hash ? voxels : undefined;
  } catch {
    return undefined;
  }
}

const hashOf = (voxels: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength))
    .digest('hex');
