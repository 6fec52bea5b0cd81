import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reading } from '@braingen/volume/node';
import { findVolumes } from './volume-folder.ts';

/** A volume to look at. */
export interface LabelledVolume {
  readonly label: string;
  readonly path: string;
  /** Its segmentation, otherwise its brain mask, where there is one. */
  readonly overlay?: string | undefined;
}

/** Where the segmentation of a set's volume lies in an evaluation's folder of them. */
export const segmentationPath = (folder: string, set: string, name: string): string =>
  join(folder, set, `${name.replaceAll(/[\\/]/g, '_')}_dseg.nii.gz`);

/**
 * Preprocessed volumes with their masks, samples, and the trajectories of those that have one, for a viewer.
 *
 * @param segmentations the folder of an evaluation's, SET/NAME_dseg.nii.gz; laid over their volumes in place of masks
 */
export async function labelVolumes(
  real: string,
  synthetic: string,
  segmentations?: string,
): Promise<{ readonly title: string; readonly volumes: LabelledVolume[] }[]> {
  const volumesIn = async (folder: string, sets: readonly string[]): Promise<LabelledVolume[]> =>
    (await findVolumes(folder)).map(({ name, path }) => {
      const mask = path.replace('_desc-preproc_T1w.', '_desc-brain_mask.');
      const candidates = [
        ...(segmentations === undefined ? [] : sets.map((set) => segmentationPath(segmentations, set, name))),
        ...(mask === path ? [] : [mask]),
      ];
      const overlay = candidates.find((candidate) => existsSync(candidate));
      return { label: name, path, ...(overlay !== undefined && { overlay }) };
    });
  const trajectories = (await reading(synthetic, 'a folder of samples', readdir(synthetic)))
    .filter((name) => /_trajectory\.nii(\.gz)?$/.test(name))
    .sort()
    .map((name) => ({ label: name.replace(/_trajectory.*/, ''), path: join(synthetic, name) }));
  return [
    { title: 'Real', volumes: await volumesIn(real, ['real', 'training']) },
    { title: 'Synthetic', volumes: await volumesIn(synthetic, ['synthetic']) },
    { title: 'From noise', volumes: trajectories },
  ];
}
