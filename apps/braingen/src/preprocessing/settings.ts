import { basename } from 'node:path';
import { listPairs, readLibrary } from '@braingen/brain-mask/node';
import { freezeAffine, type Grid, type Shape3 } from '@braingen/volume';
import type { Context } from '../action.ts';
import { Failure } from '../failure.ts';
import { hashFile } from '../files/hash.ts';
import { createAtlasCache } from './atlas.ts';
import { chain } from './chain.ts';
import type { ChainSettings, ChainStep, Library } from './head.ts';
import { openTemplate } from './open-template.ts';

/** The paper's grid: 181 x 217 x 181 voxels of 1 mm that cover the head in MNI152 space. */
export const mniGrid: Grid = {
  shape: [181, 217, 181],
  affine: freezeAffine([
    [1, 0, 0, -90],
    [0, 1, 0, -126],
    [0, 0, 1, -72],
    [0, 0, 0, 1],
  ]),
};

/** The shape of the paper's volumes, at about 2.15 x 1.7 x 2.15 mm. */
export const defaultShape: Shape3 = [84, 128, 84];

export interface SettingsOptions {
  readonly shape?: Shape3 | undefined;
  /** A folder of heads and cavities in the template's space; the shipped library by default. */
  readonly libraryFolder?: string | undefined;
  /** Where the download of a template tells how far it is, and what stops it. */
  readonly context?: Pick<Context, 'signal' | 'terminal'> | undefined;
}

/** @param templateName the user's own MNI152 file or a name of TemplateFlow's; the shipped template by default */
export async function createSettings(
  templateName?: string,
  { shape = defaultShape, libraryFolder, context }: SettingsOptions = {},
): Promise<ChainSettings> {
  const template = await openTemplate(templateName, context);
  const library = libraryFolder === undefined ? undefined : await openLibrary(libraryFolder);
  return { template, library, atlasOn: createAtlasCache(template), grid: mniGrid, shape };
}

async function openLibrary(folder: string): Promise<Library> {
  const paths = (await listPairs(folder)).flatMap(({ image, mask }) => [image, mask]);
  const files = paths.map(async (path) => ({ name: basename(path), sha256: await hashFile(path) }));
  return { entries: await readLibrary(folder), files: await Promise.all(files) };
}

/** The steps of a comma-separated list, in the chain's order whatever the list's. */
export function selectSteps(list: string | undefined): readonly ChainStep[] {
  if (list === undefined) return chain;
  const names = list.split(',').map((name) => name.trim());
  const known = chain.map((step) => step.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Failure(`--steps: expected names out of ${known.join(', ')}, found "${unknown}"`);
  return chain.filter((step) => names.includes(step.name));
}
