import { readNifti } from '@braingen/volume/node';
import { hashVoxels } from '../hash-voxels.ts';
import type { Provenance } from '../provenance.ts';
import { readMark } from '../read-mark.ts';

/** What a file says of itself, and whether that is still so. */
export interface MarkedFile {
  /** undefined where the file does not say that it is synthetic. */
  readonly provenance: Provenance | undefined;
  /** Volumes of the file, counted from 0, whose voxels are not those that were marked. */
  readonly changed: readonly number[];
  /** SHA-256 of each volume's voxels as they are. */
  readonly voxels: readonly string[];
}

/**
 * Reads the mark of a NIfTI file and compares the voxels with it.
 *
 * @throws NiftiError on a file that cannot be trusted
 */
export async function checkMark(path: string): Promise<MarkedFile> {
  const first = await readNifti(path, { volume: 0 });
  const provenance = readMark(first.extensions);
  const count = first.header.dims[3] ?? 1;
  const voxels = [await hashVoxels(first.volume)];
  for (let volume = 1; volume < count; volume++)
    voxels.push(await hashVoxels((await readNifti(path, { volume })).volume));
  const marked = provenance?.VoxelsSHA256 ?? [];
  const longest = Math.max(marked.length, voxels.length);
  const changed = provenance ? Array.from({ length: longest }, (_, i) => i).filter((i) => marked[i] !== voxels[i]) : [];
  return { provenance, changed, voxels };
}
