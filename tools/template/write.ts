import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { crop, encodeNifti, gaussianSmooth, Volume, type Shape3, type Vector3 } from '@braingen/volume';
import { toDifferences } from '../../libs/preprocess/registration/src/template/differences.ts';
import type { Averages } from './assemble.ts';
import { closeCavity } from './cavity.ts';

/** Steps of intensity and of probability, and the smoothing in voxels that makes so few of them enough. */
const headSteps = 80;
const probabilitySteps = 26;
const headSmoothing = 0.5;
const probabilitySmoothing = 0.8;
/** Air, in the units of the head. */
const leastIntensity = 8;

/**
 * Writes the template as a module of base64 text, which every bundler understands. Grey matter is what the other maps
 * leave of the intracranial one.
 */
export async function writeTemplate(path: string, averages: Averages, provenance: object): Promise<void> {
  const smoothHead = gaussianSmooth(averages.head, headSmoothing);
  const head = smoothHead.with(
    smoothHead.voxels.map((v, i) => (v < leastIntensity || averages.head.voxels[i] === 0 ? 0 : Math.min(v, 255))),
  );
  const cavity = closeCavity(averages.intracranial, averages.csf);
  const box = boxOf(head, averages.intracranial);
  const quantised = (volume: Volume, scale: number): Volume<Uint8Array> => {
    const all = volume.with(Uint8Array.from(volume.voxels, (value) => Math.round(scale * value)));
    const cropped = crop(all, box.start, box.shape);
    return cropped.with(toDifferences(cropped.voxels, cropped.shape));
  };
  const probability = (volume: Volume): Volume<Uint8Array> =>
    quantised(gaussianSmooth(volume, probabilitySmoothing), probabilitySteps);
  const maps = {
    head: quantised(head, headSteps / 255),
    brain: quantised(averages.brain, 1),
    intracranial: probability(cavity.intracranial),
    csf: probability(cavity.csf),
    wm: probability(averages.wm),
  };
  const texts: string[] = [];
  let total = 0;
  for (const [name, volume] of Object.entries(maps)) {
    const file = gzipSync(await encodeNifti(volume, { space: 'mni152' }), { level: 9 });
    total += file.length;
    console.error(`${name}: ${volume.shape.join('x')}, ${file.length} bytes`);
    texts.push(`  ${name}: '${file.toString('base64')}',`);
  }
  console.error(`total: ${total} bytes`);
  writeFileSync(
    path,
    `// Made by tools/template/build.ts; do not edit.
import type { TemplateProvenance } from './template.ts';

/** Gzipped NIfTI files of uint8, as base64; their voxels are what differences.ts makes of the maps. */
export const maps: Readonly<Record<'${Object.keys(maps).join("' | '")}', string>> = {
${texts.join('\n')}
};

/** What certainty is in the maps of probability, and what one step of the head is in intensity. */
export const probabilitySteps: number = ${probabilitySteps};
export const headScale: number = ${255 / headSteps};

export const provenance: TemplateProvenance = ${JSON.stringify(provenance, null, 2)};
`,
  );
}

/** The box of all voxels that show anything in one of the volumes. */
function boxOf(...volumes: Volume[]): { start: Vector3; shape: Shape3 } {
  const [nx, ny, nz] = volumes[0].shape;
  const low = [nx, ny, nz],
    high = [-1, -1, -1];
  for (const { voxels } of volumes) {
    for (let i = 0; i < voxels.length; i++) {
      if (!(voxels[i] > 0)) continue;
      const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
      for (let a = 0; a < 3; a++) {
        if (at[a] < low[a]) low[a] = at[a];
        if (at[a] > high[a]) high[a] = at[a];
      }
    }
  }
  return { start: low as unknown as Vector3, shape: low.map((l, a) => high[a] - l + 1) as unknown as Shape3 };
}
