/**
 * npx jiti tools/parity/brain-mask/ours.ts WORK [NAME...]: Dice with the known masks of tools/brain-mask/heads.py, a line of
 * JSON a head. By surface fit alone, by each library alone and by both; no library holds the head it is used on.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractBrain } from '@braingen/brain-mask';
import { loadTemplate } from '@braingen/registration';
import { gaussianSmooth, type Volume, type VoxelArray } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import { fillHoles, keepLargestComponent } from '../../../libs/preprocess/brain-mask/src/components.ts';
import type { LibraryEntry } from '../../../libs/preprocess/brain-mask/src/library/entry.ts';
import { onGrid } from '../../../libs/preprocess/brain-mask/src/library/prepare.ts';
import { askLibrary, refineEdge } from '../../../libs/preprocess/brain-mask/src/library/refine.ts';
import { locateCavity } from '../../../libs/preprocess/brain-mask/src/locate-cavity.ts';
import { maskBelow } from '../../../libs/preprocess/brain-mask/src/offset-mask.ts';
import { averagedEntries, libraryGrid } from '../../brain-mask/library-entries.ts';

const [work, ...wanted] = process.argv.slice(2);
const names = readdirSync(work)
  .filter((file) => file.endsWith('_mask.nii.gz'))
  .map((file) => file.replace('_mask.nii.gz', ''));
const { intracranialMask: prior } = await loadTemplate();
/** Heads already on the library's grid. */
const placed = new Map<string, LibraryEntry>();
const rest = async (): Promise<void> => {};

for (const name of wanted.length > 0 ? wanted : names) {
  const [image, truth] = [
    await readVolume(join(work, `${name}_t1.nii.gz`)),
    await readVolume(join(work, `${name}_mask.nii.gz`)),
  ];
  const { distance } = await locateCavity(gaussianSmooth(image, { sigmaMm: 0.8 }), prior, 10, rest);
  const compare = (level: Volume): number => {
    const mask = maskBelow(level, image);
    keepLargestComponent(mask, image.shape);
    fillHoles(mask, image.shape);
    return overlap(mask, truth).dice;
  };
  const results: Record<string, unknown> = { name, surface: compare(distance) };
  for (const [kind, library] of Object.entries({
    shipped: await averagedEntries(work, [name]),
    own: await others(name),
  })) {
    const started = process.cpuUsage();
    const { mask, libraryShare, flags } = await extractBrain(image, { prior, library });
    const { user, system } = process.cpuUsage(started);
    const vote = await askLibrary(image, distance, { library, prior }, rest);
    results[kind] = {
      alone: compare(refineEdge(vote, 1)),
      both: overlap(mask.voxels, truth).dice,
      volumeRatio: overlap(mask.voxels, truth).ratio,
      share: libraryShare,
      difference: vote.difference,
      cpuSeconds: (user + system) / 1e6,
      flags,
    };
  }
  console.log(
    JSON.stringify(results, (_, value) =>
      typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : (value as unknown),
    ),
  );
}

/** All other heads of the same kind, real or painted. */
async function others(name: string): Promise<LibraryEntry[]> {
  const entries: LibraryEntry[] = [];
  for (const other of names.filter((each) => each !== name && each.slice(0, 4) === name.slice(0, 4))) {
    if (!placed.has(other)) {
      const read = async (what: string): Promise<Volume> =>
        onGrid(await readVolume(join(work, `${other}_${what}.nii.gz`)), libraryGrid);
      placed.set(other, { name: other, image: await read('t1'), mask: await read('mask') });
    }
    entries.push(placed.get(other)!);
  }
  return entries;
}

function overlap(mask: Uint8Array, truth: Volume<VoxelArray>): { dice: number; ratio: number } {
  let [both, ours, theirs] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    const known = truth.voxels[i] > 0.5 ? 1 : 0;
    both += mask[i] * known;
    ours += mask[i];
    theirs += known;
  }
  return { dice: (2 * both) / (ours + theirs), ratio: ours / theirs };
}
