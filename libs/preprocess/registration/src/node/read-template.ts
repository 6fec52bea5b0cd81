import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hashFile, readVolume } from '@braingen/volume/node';
import { assertSameGrid, resample, type Volume } from '@braingen/volume';
import { loadTemplate } from '../template/load.ts';
import type { Template, TemplateFile } from '../template/template.ts';

export interface ReadTemplateOptions {
  /** File of the intracranial or brain mask of the template. @default the one beside it, else the default template's */
  readonly mask?: string | undefined;
  /** Files of the tissue priors. @default those beside it, else the default template's */
  readonly priors?: { readonly csf: string; readonly gm: string; readonly wm: string } | undefined;
}

/**
 * A template of the user's, such as MNI152_T1_1mm.nii.gz: a T1-weighted head in MNI space. Mask and tissue priors are
 * read from the files named, else from files beside it as FSL and TemplateFlow name them, else taken from the default
 * template, which lies in the same space.
 *
 * @throws NiftiError if a file cannot be trusted, RangeError if the files are on different grids
 */
export async function readTemplate(path: string, options: ReadTemplateOptions = {}): Promise<Template> {
  const head = await readVolume(path);
  const standard = await loadTemplate();
  const files: TemplateFile[] = [];
  const note = async (name: string): Promise<void> => {
    files.push({ name: basename(name), sha256: await hashFile(name) });
  };
  await note(path);
  const borrowed: string[] = [];
  const read = async (name: string): Promise<Volume<Float32Array>> => {
    const volume = await readVolume(name);
    assertSameGrid(head, volume, `readTemplate: ${basename(path)} and ${basename(name)}`);
    await note(name);
    return volume;
  };
  const maskPath = options.mask ?? (await besideIt(path, ['brain_mask', 'desc-brain_mask', 'mask']));
  if (!maskPath) borrowed.push('mask');
  const mask = maskPath ? binary(await read(maskPath)) : binary(resample(standard.intracranialMask, head));
  const priors = { ...standard.priors };
  for (const tissue of ['csf', 'gm', 'wm'] as const) {
    const name = options.priors?.[tissue] ?? (await besideIt(path, [`label-${tissue.toUpperCase()}_probseg`, tissue]));
    if (!name) borrowed.push(`prior of ${tissue.toUpperCase()}`);
    priors[tissue] = name ? await read(name) : resample(standard.priors[tissue], head);
  }
  const brainMask = maskPath ? mask : binary(resample(binary(standard.brain, 0), head));
  return {
    head,
    brain: head.with(head.voxels.map((value, i) => value * brainMask.voxels[i])),
    intracranialMask: mask,
    priors,
    provenance: {
      name: basename(path),
      space: 'MNI152',
      licence: "the user's",
      sources: [
        { name: basename(path), licence: "the user's", use: 'head, and what lies beside it', files },
        ...(borrowed.length > 0
          ? [
              {
                name: standard.provenance.name,
                licence: standard.provenance.licence,
                use: borrowed.join(', '),
                files: [],
              },
            ]
          : []),
      ],
    },
  };
}

const binary = (volume: Volume<Float32Array>, level = 0.5): Volume<Float32Array> =>
  volume.with(volume.voxels.map((value) => (value > level ? 1 : 0)));

/** The first file `<stem>_<ending>.nii[.gz]` that exists; in TemplateFlow's names the ending replaces `T1w`. */
async function besideIt(path: string, endings: readonly string[]): Promise<string | undefined> {
  const stem = basename(path)
    .replace(/\.nii(\.gz)?$/, '')
    .replace(/_T1w$/, '');
  for (const ending of endings) {
    for (const extension of ['.nii.gz', '.nii']) {
      const candidate = join(dirname(path), `${stem}_${ending}${extension}`);
      if (candidate !== path && (await exists(candidate))) return candidate;
    }
  }
  return undefined;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
