/**
 * npx jiti tools/parity/brain-mask/chain-heads.ts NATIVE OUT [STEPS] [NAME...]: takes the heads of heads.py in their own space to
 * where brain-mask gets them, by the chain's steps before it (or by STEPS alone, `register` as the command brain-mask does).
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { preprocessHead, selectSteps } from '@braingen/chain';
import { resample } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';

const [native, out, list = 'denoise,n4,register,fine,tissue', ...wanted] = process.argv.slice(2);
const names = readdirSync(native)
  .filter((file) => file.endsWith('_mask.nii.gz'))
  .map((file) => file.replace('_mask.nii.gz', ''));
mkdirSync(out, { recursive: true });

for (const name of wanted.length > 0 ? wanted : names) {
  if (existsSync(join(out, `${name}_mask.nii.gz`))) continue;
  const scan = await readVolume(join(native, `${name}_t1.nii.gz`));
  const mask = await readVolume(join(native, `${name}_mask.nii.gz`));
  const head = await preprocessHead(scan, { steps: selectSteps(list.split(',')) });
  const truth = resample(mask.with(Float32Array.from(mask.voxels)), head.volume, { transform: head.placement?.matrix });
  await writeVolume(join(out, `${name}_t1.nii.gz`), head.volume);
  const inside = truth.with(Uint8Array.from(truth.voxels, (part) => Number(part > 0.5)));
  await writeVolume(join(out, `${name}_mask.nii.gz`), inside, { labels: true });
  console.log(name, head.warnings.join('; '));
}
