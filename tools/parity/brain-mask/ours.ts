/**
 * npx jiti tools/parity/brain-mask/ours.ts WORK LIBRARY_WORK [NAME...]: Dice with the known masks of the heads in WORK, a line of
 * JSON a head: by extractBrain as it comes, and by the surface alone. For a real head the shipped library is
 * made anew of LIBRARY_WORK's real heads without it.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractBrain, loadLibrary, type LibraryEntry } from '@braingen/brain-mask';
import { loadTemplate } from '@braingen/registration';
import type { Volume } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import { averagedEntries } from '../../brain-mask/library-entries.ts';
import { overlap } from './overlap.ts';

const [work, libraryWork, ...wanted] = process.argv.slice(2);
const names = readdirSync(work)
  .filter((file) => file.endsWith('_mask.nii.gz'))
  .map((file) => file.replace('_mask.nii.gz', ''));
const { intracranialMask: prior } = await loadTemplate();
const whole = await loadLibrary();

for (const name of wanted.length > 0 ? wanted : names) {
  const image = await readVolume(join(work, `${name}_t1.nii.gz`));
  const truth = await readVolume(join(work, `${name}_mask.nii.gz`));
  const library = name.startsWith('real') ? await averagedEntries(libraryWork, [name]) : whole;
  const both = await measure(image, truth, library);
  // Where the library has no share both are the same.
  const { dice, volumeRatio } = both.share > 0 ? await measure(image, truth, []) : both;
  const line = { name, ...both, surface: { dice, volumeRatio } };
  console.log(
    JSON.stringify(line, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value)),
  );
}

async function measure(
  image: Volume,
  truth: Volume,
  library: readonly LibraryEntry[],
): Promise<{
  dice: number;
  volumeRatio: number;
  share: number;
  edge: number;
  cpuSeconds: number;
  flags: readonly string[];
}> {
  const started = process.cpuUsage();
  const { mask, libraryShare: share, edgeStrength: edge, flags } = await extractBrain(image, { prior, library });
  const { user, system } = process.cpuUsage(started);
  return { ...overlap(mask.voxels, truth), share, edge, cpuSeconds: (user + system) / 1e6, flags };
}
