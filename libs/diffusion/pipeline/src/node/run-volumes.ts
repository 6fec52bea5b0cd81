import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findVolumes } from './volume-folder.ts';

/** A volume to look at. */
export interface LabelledVolume {
  readonly label: string;
  readonly path: string;
  /** Its brain mask, where there is one. */
  readonly overlay?: string | undefined;
}

/** Preprocessed volumes with their masks, samples, and the trajectories of those that have one, for a viewer. */
export async function labelVolumes(
  real: string,
  synthetic: string,
): Promise<{ readonly title: string; readonly volumes: LabelledVolume[] }[]> {
  const volumesIn = async (folder: string): Promise<LabelledVolume[]> =>
    (await findVolumes(folder)).map(({ name, path }) => {
      const overlay = path.replace('_desc-preproc_T1w.', '_desc-brain_mask.');
      return { label: name, path, ...(overlay !== path && existsSync(overlay) && { overlay }) };
    });
  const trajectories = (await readdir(synthetic))
    .filter((name) => /_trajectory\.nii(\.gz)?$/.test(name))
    .sort()
    .map((name) => ({ label: name.replace(/_trajectory.*/, ''), path: join(synthetic, name) }));
  return [
    { title: 'Real', volumes: await volumesIn(real) },
    { title: 'Synthetic', volumes: await volumesIn(synthetic) },
    { title: 'From noise', volumes: trajectories },
  ];
}
