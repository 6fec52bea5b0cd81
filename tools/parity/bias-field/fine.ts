/**
 * Corrects the phantoms that phantoms.py made in FOLDER by n4 and correctFine and prints our figures as JSON, for
 * heads FIRST to FIRST + COUNT - 1. `cpuSeconds` are those of n4 and correctFine; the registration that brings the
 * priors is not among them.
 *
 *     npx jiti tools/parity/bias-field/fine.ts FOLDER COUNT [FIRST] [OPTIONS]   (after npx nx run @braingen/registration:build)
 *
 * OPTIONS are correctFine's as JSON, and `"priors": false`, or `"mask": "template"` for the chain's way: the template's
 * intracranial cavity instead of the brain mask.
 */
import { correctFine, n4 } from '@braingen/bias-field';
import { loadKernels } from '@braingen/kernels';
import { loadTemplate, registerToTemplate } from '@braingen/registration';
import { invertAffine, resample, type Volume } from '@braingen/volume';
import { figuresOf, readHead, rounded, timed } from './figures.ts';

const [folder, count, first = '0', json = '{}'] = process.argv.slice(2);
const { priors: wanted = true, mask: where = 'brain', ...options } = JSON.parse(json);
const kernels = await loadKernels({ threads: 2 });
const template = await loadTemplate();

/** The template's maps on the volume's grid. */
async function placeTemplate(
  volume: Volume,
): Promise<{ cavity: Volume<Uint8Array>; priors: Record<'csf' | 'gm' | 'wm', Volume> }> {
  const { matrix } = await registerToTemplate(volume, template);
  const place = (map: Volume): Volume => resample(map, volume, { transform: invertAffine(matrix) });
  const cavity = place(template.intracranialMask);
  const { csf, gm, wm } = template.priors;
  return {
    cavity: cavity.with(Uint8Array.from(cavity.voxels, (p) => Number(p > 0.5))),
    priors: { csf: place(csf), gm: place(gm), wm: place(wm) },
  };
}

const heads: object[] = [];
for (let i = Number(first); i < Number(first) + Number(count); i++) {
  const head = await readHead(folder, i);
  const coarse = await timed(() => n4(head.image, { mask: head.mask, kernels }));
  const { volume } = coarse.result;
  const { cavity, priors } = await placeTemplate(volume);
  const mask = where === 'template' ? cavity : head.mask;
  const fine = await timed(() => correctFine(volume, { mask, priors: wanted ? priors : undefined, ...options }));
  heads.push(
    rounded({
      ...figuresOf(head, [coarse.result.field, fine.result.field], fine.result.volume),
      cpuSeconds: coarse.cpuSeconds + fine.cpuSeconds,
    }),
  );
}
const how = `${wanted ? "the template's priors" : 'no priors'}, ${where === 'template' ? "the template's cavity" : 'brain mask'}`;
const rest = Object.keys(options).length > 0 ? `, ${JSON.stringify(options)}` : '';
console.log(JSON.stringify({ tool: `@braingen/bias-field n4 and correctFine, ${how}${rest}`, heads }, null, 2));
