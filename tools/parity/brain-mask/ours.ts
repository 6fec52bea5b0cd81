/** npx jiti tools/parity/brain-mask/ours.ts WORK: Dice with the known masks of tools/brain-mask/heads.py, as JSON. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractBrain } from '@braingen/brain-mask';
import { loadTemplate } from '@braingen/registration';
import { readVolume } from '@braingen/volume/node';

const [work] = process.argv.slice(2);
const { intracranialMask: prior } = await loadTemplate();
const heads: object[] = [];
for (const file of readdirSync(work).filter((name) => name.endsWith('_mask.nii.gz'))) {
  const name = file.replace('_mask.nii.gz', '');
  const [image, truth] = [await readVolume(join(work, `${name}_t1.nii.gz`)), await readVolume(join(work, file))];
  const before = process.cpuUsage();
  const { mask, flags } = await extractBrain(image, { prior });
  const { user, system } = process.cpuUsage(before);
  let [both, ours, theirs] = [0, 0, 0];
  for (let i = 0; i < mask.voxels.length; i++) {
    const known = truth.voxels[i] > 0.5 ? 1 : 0;
    both += mask.voxels[i] * known;
    ours += mask.voxels[i];
    theirs += known;
  }
  heads.push({
    name,
    dice: (2 * both) / (ours + theirs),
    volumeRatio: ours / theirs,
    cpuSeconds: (user + system) / 1e6,
    flags,
  });
}
console.log(JSON.stringify(heads, null, 1));
