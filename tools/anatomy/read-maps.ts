import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readLabelMap, standardPose, type PlacedMap } from '@braingen/anatomy/training';
import { readVolume } from '@braingen/volume/node';

/** How many of a folder's label maps, in the order of their names, are trained on; the others are for testing. */
export const trainedOn = 10;

/** Label maps of a folder, those to train on or those to test with. */
export async function readMaps(folder: string, part: 'training' | 'test'): Promise<PlacedMap[]> {
  const names = (await readdir(folder)).filter((name) => /\.nii(\.gz)?$/.test(name)).sort();
  const wanted = part === 'training' ? names.slice(0, trainedOn) : names.slice(trainedOn);
  const maps: PlacedMap[] = [];
  for (const name of wanted) {
    const map = readLabelMap(await readVolume(join(folder, name)));
    maps.push({ map, pose: standardPose(map) });
  }
  return maps;
}
