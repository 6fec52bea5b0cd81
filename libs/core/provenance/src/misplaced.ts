import type { NiftiExtension, Volume } from '@braingen/volume';
import { hashVoxels } from './hash-voxels.ts';
import { readMark } from './read-mark.ts';

/** A volume as it was read, before anything was done to it. */
export interface ReadVolume {
  readonly name: string;
  readonly volume: Volume;
  /** Of its header; none where it was not read from a file. */
  readonly extensions?: readonly NiftiExtension[] | undefined;
}

/**
 * Synthetic volumes among real ones and the other way round, in words that name them: by their marks, and by voxels that are those
 * of a volume of the other set. A synthetic set of which none is marked is another program's, and believed.
 */
export async function misplaced(real: readonly ReadVolume[], synthetic: readonly ReadVolume[]): Promise<string[]> {
  const marked = synthetic.filter(isMarked);
  const lines = real
    .filter(isMarked)
    .map(({ name }) => `${name} is counted as real, but its header says that it is synthetic.`);
  if (marked.length > 0) {
    const others = synthetic.filter((one) => !isMarked(one));
    lines.push(
      ...others.map(({ name }) => `${name} is counted as synthetic, but unlike others of its set it does not say so.`),
    );
  }
  const owners = new Map<string, string>();
  for (const { name, volume } of real) owners.set(await hashVoxels(volume), name);
  for (const { name, volume, extensions = [] } of synthetic) {
    const hash = await hashVoxels(volume);
    const owner = owners.get(hash);
    if (owner !== undefined) lines.push(`${name} is counted as synthetic, but has the voxels of ${owner}.`);
    if (readMark(extensions)?.VoxelsSHA256.includes(hash) === false)
      lines.push(`${name} was changed since it was made: its voxels are not those that were marked.`);
  }
  return lines;
}

function isMarked({ extensions = [] }: ReadVolume): boolean {
  return readMark(extensions) !== undefined;
}
