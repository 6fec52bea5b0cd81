/**
 * npx jiti tools/brain-mask/profiles.ts OUT WORK...: intensities across the prior's surface, relative to the brain beneath, and where
 * the cavity ends there: every third point of each head of each WORK, as float32 rows of 47 intensities (-26 to 20 mm) and the
 * edge's offset, in OUT/WORK's number-NAME.f32.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTemplate } from '@braingen/registration';
import { gaussianSmooth, type Volume } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import { priorDistance } from '../../libs/preprocess/brain-mask/src/prior-distance.ts';
import { sampleProfiles } from '../../libs/preprocess/brain-mask/src/profiles.ts';
import { smoothOn, surfaceOf } from '../../libs/preprocess/brain-mask/src/surface.ts';

const [out, ...works] = process.argv.slice(2);
const from = -26;
const to = 20;
const length = to - from + 1;
/** Samples deeper than the reach of 10 mm: brain, whatever the head. */
const deep = -10 - from + 1;
mkdirSync(out, { recursive: true });

const { intracranialMask } = await loadTemplate();
const distance = priorDistance(intracranialMask);
const surface = surfaceOf(distance);

for (const [index, work] of works.entries()) {
  for (const file of readdirSync(work).filter((name) => name.endsWith('_mask.nii.gz'))) {
    const name = file.replace('_mask.nii.gz', '');
    const image = await readVolume(join(work, `${name}_t1.nii.gz`));
    write(`${index}-${name}`, image, await readVolume(join(work, file)));
  }
}

function write(name: string, image: Volume, mask: Volume): void {
  const { samples } = sampleProfiles(gaussianSmooth(image, { sigmaMm: 0.8 }), distance, surface, from, to);
  const inside = sampleProfiles(mask, distance, surface, from, to).samples;
  const brightness = new Float32Array(surface.count);
  for (let p = 0; p < surface.count; p++) {
    const inner = samples.slice(p * length, p * length + deep).sort();
    brightness[p] = Math.max(inner[Math.floor(0.75 * deep)], 1e-6);
  }
  const smooth = smoothOn(surface, brightness, 30);
  const rows: number[] = [];
  for (let p = 0; p < surface.count; p += 3) {
    for (let s = 0; s < length; s++) rows.push(samples[p * length + s] / smooth[p]);
    rows.push(edgeOf(inside.subarray(p * length, (p + 1) * length)));
  }
  writeFileSync(join(out, `${name}.f32`), Float32Array.from(rows));
}

/** The crossing out of the mask nearest to the prior's surface; 99 where there is none. */
function edgeOf(inside: Float32Array): number {
  let edge = 99;
  for (let s = 0; s < length - 1; s++) {
    const [a, b] = [inside[s] - 0.5, inside[s + 1] - 0.5];
    const at = from + s + a / (a - b);
    if (a > 0 && b <= 0 && Math.abs(at) < Math.abs(edge)) edge = at;
  }
  return edge;
}
