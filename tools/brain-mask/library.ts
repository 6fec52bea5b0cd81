/** npx jiti tools/brain-mask/library.ts WORK: writes libs/preprocess/brain-mask/src/library/data.ts, the shipped library. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { averagedEntries, groups, libraryGrid, steps } from './library-entries.ts';

const [work] = process.argv.slice(2);
const entries = await averagedEntries(work);
let total = 0;
const texts = entries.map(({ name, image, mask }, e) => {
  const packed = new Uint8Array(2 * image.voxels.length);
  image.voxels.forEach((value, i) => (packed[i] = Math.round((value * steps.image) / steps.most)));
  mask.voxels.forEach((value, i) => (packed[image.voxels.length + i] = Math.round(value * steps.mask)));
  const file = gzipSync(packed, { level: 9 });
  total += file.length;
  return `  {
    name: '${name}',
    sources: ${JSON.stringify(groups[e].map((number) => `sub-${number}`)).replaceAll('"', "'")},
    bytes: '${file.toString('base64')}',
  },`;
});
console.error(`${total} bytes`);
writeFileSync(
  'libs/preprocess/brain-mask/src/library/data.ts',
  `// Made by tools/brain-mask/library.ts; do not edit.

/** Averages of heads of OpenfMRI ds000011 (PDDL-1.0); cavities by deepbet 1.0.2. */
export const origin: string = 'OpenfMRI ds000011, PDDL-1.0';

export const grid: { readonly shape: readonly number[]; readonly affine: readonly (readonly number[])[] } = ${JSON.stringify(libraryGrid)};

/** How many steps there are from dark to \`most\`, the brightest, and from outside to inside. */
export const steps: { readonly image: number; readonly mask: number; readonly most: number } = ${JSON.stringify(steps)};

/** Gzipped steps of the image and then of the mask, as base64. */
export const entries: readonly { readonly name: string; readonly sources: readonly string[]; readonly bytes: string }[] = [
${texts.join('\n')}
];
`,
);
