/** Registers scans to the default template and leaves what ants_affine.py compares: see there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTemplate, registerToTemplate } from '@braingen/registration';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { resample } from '@braingen/volume';

const [data, out, ...scans] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const template = await loadTemplate();
await writeVolume(join(out, 'head.nii.gz'), template.head);
await writeVolume(join(out, 'brain.nii.gz'), template.brain);
await writeVolume(join(out, 'mask.nii.gz'), template.intracranialMask);
for (const [tissue, map] of Object.entries(template.priors)) await writeVolume(join(out, `${tissue}.nii.gz`), map);

const results: object[] = [];
for (const scan of scans) {
  const [set, subject] = scan.split('/');
  const path = join(set, subject, 'anat', `${subject}_T1w.nii.gz`);
  const moving = await readVolume(join(data, path));
  const clock = process.cpuUsage();
  const { matrix, kind, similarity, warnings, stages } = await registerToTemplate(moving, template);
  const used = process.cpuUsage(clock);
  const cpuSeconds = Number(((used.user + used.system) / 1e6).toFixed(2));
  results.push({ scan, path, kind, similarity, warnings, cpuSeconds, matrix, stages });
  console.error(scan, kind, similarity.toFixed(3), `${cpuSeconds} s`, warnings.join('; '));
  await writeVolume(join(out, `${set}_${subject}.nii.gz`), resample(moving, template.head, { transform: matrix }));
  writeFileSync(join(out, 'scans.json'), JSON.stringify(results, undefined, 1));
}
