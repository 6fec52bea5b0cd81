import { join } from 'node:path';
import { freezeAffine, gaussianSmooth, Volume, type Grid } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import type { LibraryEntry } from '../../libs/preprocess/brain-mask/src/library/entry.ts';
import { onGrid } from '../../libs/preprocess/brain-mask/src/library/prepare.ts';
import { relativeBrightness } from '../../libs/preprocess/brain-mask/src/library/relative-brightness.ts';
import { signedDistance } from '../../libs/preprocess/brain-mask/src/signed-distance.ts';

/** 2 mm, RAS, around the MNI152's cavity. */
export const libraryGrid: Grid = {
  shape: [91, 109, 86],
  affine: freezeAffine([
    [2, 0, 0, -90],
    [0, 2, 0, -126],
    [0, 0, 2, -72],
    [0, 0, 0, 1],
  ]),
};

/** The heads of ds000011 that each shipped entry is the average of. */
export const groups: readonly (readonly string[])[] = [
  ['01', '04', '07', '10'],
  ['02', '05', '08'],
  ['03', '06', '09'],
];

/** Nothing is known farther than this from the edge of an average's cavity, in millimetres. */
const known = 11;

/** Quantisation: brightness from 0 to `most`, and the part of a voxel that lies inside. */
export const steps = { image: 16, mask: 6, most: 1.44 } as const;

/** The shipped entries, averaged from WORK/real-NN_t1.nii.gz and WORK/real-NN_mask.nii.gz of heads.py, without some. */
export async function averagedEntries(work: string, without: readonly string[] = []): Promise<LibraryEntry[]> {
  const entries: LibraryEntry[] = [];
  for (const group of groups) {
    const members = group.filter((number) => !without.includes(`real-${number}`));
    entries.push(await averageOf(members.map((number) => join(work, `real-${number}`))));
  }
  return entries;
}

const prepared = new Map<string, Promise<{ image: Volume; mask: Volume }>>();

async function prepare(path: string): Promise<{ image: Volume; mask: Volume }> {
  const mask = onGrid(await readVolume(`${path}_mask.nii.gz`), libraryGrid);
  const image = onGrid(await readVolume(`${path}_t1.nii.gz`), libraryGrid);
  return { mask, image: relativeBrightness(image, gaussianSmooth(signedDistance(mask), { sigmaMm: 1.5 })) };
}

async function averageOf(paths: readonly string[]): Promise<LibraryEntry> {
  const [image, mask] = [Volume.zeros(libraryGrid), Volume.zeros(libraryGrid)];
  for (const path of paths) {
    if (!prepared.has(path)) prepared.set(path, prepare(path));
    const head = await prepared.get(path)!;
    for (let i = 0; i < image.voxels.length; i++) {
      image.voxels[i] += head.image.voxels[i] / paths.length;
      mask.voxels[i] += head.mask.voxels[i] / paths.length;
    }
  }
  const distance = signedDistance(mask).voxels;
  for (let i = 0; i < image.voxels.length; i++) {
    // Inside the band that is known lies brain, and outside of it nothing.
    const value = distance[i] < -known ? 1 : distance[i] > known ? 0 : Math.min(image.voxels[i], steps.most);
    image.voxels[i] = (Math.round((value * steps.image) / steps.most) * steps.most) / steps.image;
    mask.voxels[i] = Math.round(mask.voxels[i] * steps.mask) / steps.mask;
  }
  return { name: `average of ${paths.length} heads`, image, mask };
}
