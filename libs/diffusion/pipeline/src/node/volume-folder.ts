import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { NiftiExtension, Volume } from '@braingen/volume';
import { listFiles, readNifti, type ReadOptions } from '@braingen/volume/node';
import type { NamedVolume } from '../data/named-volume.ts';
import { PipelineError } from '../error.ts';

/** A file that holds a volume, and what to call it. */
export interface VolumeFile {
  readonly name: string;
  readonly path: string;
}

/** A volume that was read from a file. */
export interface VolumeFromFile extends NamedVolume, VolumeFile {
  readonly volume: Volume;
  /** Of its header: synthetic volumes say there that they are. */
  readonly extensions: readonly NiftiExtension[];
}

const suffix = /(_desc-preproc_T1w)?\.nii(\.gz)?$/;

/**
 * The files of a folder of volumes, in the order of their names: the outputs of preprocessing where it holds such, and otherwise
 * every NIfTI file that is not a mask; see `listFiles` of @braingen/volume/node.
 *
 * @throws PipelineError of kind 'data' where there is none, or a link leads nowhere; PathError where there is no such folder
 */
export async function findVolumes(folder: string): Promise<VolumeFile[]> {
  const files: string[] = [];
  for (const file of await listFiles(folder)) {
    if (!/\.nii(\.gz)?$/.test(file)) continue;
    const status = await stat(join(folder, file)).catch((error: Error) => {
      throw new PipelineError(
        'data',
        { field: join(folder, file), expected: 'a file', found: 'a link that leads nowhere' },
        { cause: error },
      );
    });
    if (status.isFile()) files.push(file);
  }
  const preprocessed = files.filter((file) => /_desc-preproc_T1w\.nii(\.gz)?$/.test(file));
  const chosen =
    preprocessed.length > 0 ? preprocessed : files.filter((file) => !/_(mask|trajectory|dseg)\.nii/.test(file));
  if (chosen.length === 0) throw new PipelineError('data', { field: folder, expected: 'NIfTI volumes', found: 'none' });
  const names = chosen.map((file) => basename(file).replace(suffix, ''));
  return chosen.map((file, i) => ({
    // Files of one name in several folders are distinguished by those.
    name: names.indexOf(names[i]) === names.lastIndexOf(names[i]) ? names[i] : file.replace(suffix, ''),
    path: join(folder, file),
  }));
}

/** Files that are open at once: a thousand volumes are more than a process may open. */
const readAtOnce = 8;

/** Reads all volumes of a folder; see `findVolumes`. */
export async function readVolumes(
  folder: string,
  { signal }: Pick<ReadOptions, 'signal'> = {},
): Promise<VolumeFromFile[]> {
  const files = await findVolumes(folder);
  const volumes: VolumeFromFile[] = [];
  const queue = files.entries();
  const reader = async (): Promise<void> => {
    for (const [index, file] of queue) {
      const { volume, extensions } = await readNifti(file.path, { signal });
      volumes[index] = { ...file, volume, extensions };
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, reader));
  return volumes;
}
