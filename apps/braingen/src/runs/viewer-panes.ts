import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findVolumes } from '@braingen/pipeline/node';
import { windowOf } from '@braingen/report';
import type { ViewerPane, ViewerVolume } from '@braingen/viewer';
import { readVolume } from '@braingen/volume/node';

/** Preprocessed volumes with their masks, samples, and the trajectories of those that have one. */
export async function viewerPanes(real: string, synthetic: string): Promise<ViewerPane[]> {
  const volumesIn = async (folder: string): Promise<ViewerVolume[]> =>
    (await findVolumes(folder)).map(({ name, path }) => {
      const overlay = path.replace('_desc-preproc_T1w.', '_desc-brain_mask.');
      return { label: name, path, ...(overlay !== path && existsSync(overlay) && { overlay }) };
    });
  const trajectories = (await readdir(synthetic))
    .filter((name) => /_trajectory\.nii(\.gz)?$/.test(name))
    .sort()
    .map((name) => ({ label: basename(name).replace(/_trajectory.*/, ''), path: join(synthetic, name) }));
  return [
    { title: 'Real', volumes: await volumesIn(real) },
    { title: 'Synthetic', volumes: await volumesIn(synthetic) },
    { title: 'From noise', volumes: trajectories },
  ];
}

/** One window for all, that of the first volume, or they would not compare. */
export async function viewerWindow(panes: readonly ViewerPane[]): Promise<readonly [number, number] | undefined> {
  const first = panes.flatMap(({ volumes }) => volumes)[0];
  return first && windowOf(await readVolume(first.path));
}
