import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { someOf, type Volume } from '@braingen/volume';
import { listFiles, readNifti, type ReadOptions } from '@braingen/volume/node';
import { participantOf } from '../data/named-volume.ts';
import { PipelineError } from '../error.ts';
import { readVolumes, type VolumeFile, type VolumeFromFile } from './volume-folder.ts';

/** A volume with its label map. */
export interface MappedVolumeFromFile extends VolumeFromFile {
  /** Whose head it is. */
  readonly participant: string;
  readonly map: Volume;
  /** The file of the map. */
  readonly source: string;
}

/**
 * The volumes of a folder with their label maps, by name: `sub-01_dseg.nii.gz` or `sub-01_space-MNI_desc-aseg_dseg.nii.gz` is that of
 * `sub-01_desc-preproc_T1w.nii.gz`, `sample-0001_dseg.nii.gz` or another file of the same name that of `sample-0001.nii.gz`.
 *
 * @param maps a folder, which may be that of the volumes; its `_dseg` files where it has such, and otherwise every other NIfTI file
 * @returns volumes without a map are left out, and warned of
 * @throws PipelineError of kind 'data' where no volume has a map, or one has several
 */
export async function readMappedVolumes(
  folder: string,
  maps: string,
  options: Pick<ReadOptions, 'signal'> = {},
): Promise<{ readonly volumes: readonly MappedVolumeFromFile[]; readonly warnings: readonly string[] }> {
  const found = await readVolumes(folder, options);
  const mapOf = await findMaps(maps, found);
  const volumes: MappedVolumeFromFile[] = [];
  const without: string[] = [];
  for (const item of found) {
    const source = mapOf.get(item);
    if (source === undefined) without.push(item.name);
    else
      volumes.push({
        ...item,
        participant: participantOf(item.name),
        map: (await readNifti(source, options)).volume,
        source,
      });
  }
  if (volumes.length === 0)
    throw new PipelineError('data', {
      field: maps,
      expected: `label maps of volumes of ${folder}, such as ${keyOf(found[0].path)}_dseg.nii.gz`,
      found: 'none',
    });
  const warning = `${maps}: ${without.length} volumes are left out, which have no label map there: ${someOf(without)}`;
  return { volumes, warnings: without.length > 0 ? [warning] : [] };
}

async function findMaps(folder: string, volumes: readonly VolumeFile[]): Promise<Map<VolumeFile, string>> {
  const own = new Set(await Promise.all(volumes.map(({ path }) => identityOf(path))));
  const images = (await listFiles(folder)).filter((file) => /\.nii(\.gz)?$/.test(file));
  const named = images.filter((file) => /_dseg\.nii/.test(file));
  const byKey = new Map<string, string[]>();
  for (const file of named.length > 0 ? named : images) {
    const path = join(folder, file);
    if (own.has(await identityOf(path))) continue;
    const key = keyOf(file);
    byKey.set(key, [...(byKey.get(key) ?? []), path]);
  }
  const found = new Map<VolumeFile, string>();
  for (const volume of volumes) {
    const paths = byKey.get(keyOf(volume.path)) ?? [];
    if (paths.length > 1)
      throw new PipelineError('data', {
        ...{ field: folder, expected: `one label map for ${volume.name}`, found: paths.join(' and ') },
        advice: 'a folder of its own tells which',
      });
    if (paths.length === 1) found.set(volume, paths[0]);
  }
  return found;
}

/** One file under any of its names. */
async function identityOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path).catch(() => ({ dev: path, ino: 0 }));
  return `${dev}/${ino}`;
}

/** What the names of a volume and of its map share: in BIDS who, when and which run, not the space or what was done. */
function keyOf(path: string): string {
  const stem = basename(path).replace(/\.nii(\.gz)?$/, '');
  const parts = stem.split('_');
  return stem.startsWith('sub-')
    ? parts.filter((part) => part.includes('-') && !/^(space|res|den|label|desc|atlas|seg)-/.test(part)).join('_')
    : stem.replace(/_(dseg|seg|labels?)$/, '');
}
