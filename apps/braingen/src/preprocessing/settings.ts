import { basename } from 'node:path';
import { listPairs, readLibrary } from '@braingen/brain-mask/node';
import { allSteps, chainSettings, selectSteps, type ChainSettings, type Step } from '@braingen/chain';
import type { Shape3 } from '@braingen/volume';
import type { Context } from '../action.ts';
import { Failure } from '../failure.ts';
import { hashFile } from '../files/hash.ts';
import { openTemplate } from './open-template.ts';

export interface SettingsOptions {
  /** The user's own MNI152 file or a name of TemplateFlow's; the shipped template by default. */
  readonly template?: string | undefined;
  readonly shape?: Shape3 | undefined;
  /** A folder of heads and cavities in the template's space; the shipped library by default. */
  readonly library?: string | undefined;
}

/** The chain's settings, and what the files of a library of the user's were. */
export interface OpenedSettings extends ChainSettings {
  /** What they were made of: another process makes the same of it. */
  readonly given: SettingsOptions;
  readonly libraryFiles?: readonly { readonly name: string; readonly sha256: string }[];
}

/** @param context where the download of a template reports its progress, and what stops it */
export async function openSettings(
  { template, shape, library }: SettingsOptions,
  context?: Pick<Context, 'signal' | 'terminal'>,
): Promise<OpenedSettings> {
  const settings = await chainSettings({ template: await openTemplate(template, context), shape });
  const given = { template, shape, library };
  if (library === undefined) return { ...settings, given };
  const paths = (await listPairs(library)).flatMap(({ image, mask }) => [image, mask]);
  const libraryFiles = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), sha256: await hashFile(path) })),
  );
  return { ...settings, given, library: await readLibrary(library), libraryFiles };
}

/** The steps of a comma-separated list, in the chain's order whatever the list's. */
export function parseSteps(list: string | undefined): readonly Step[] {
  if (list === undefined) return allSteps;
  try {
    return selectSteps(list.split(',').map((name) => name.trim()));
  } catch (error) {
    throw new Failure(`--${(error as Error).message}`);
  }
}
