import { basename } from 'node:path';
import { listPairs, readLibrary } from '@braingen/brain-mask/node';
import { openTemplate, type TemplateFlowOptions } from '@braingen/registration/node';
import type { Shape3 } from '@braingen/volume';
import { hashFile } from '@braingen/volume/node';
import { chainSettings, type ChainSettings } from '../settings.ts';

/** What the settings of a chain are made of, where it is not shipped. */
export interface SettingsFiles {
  /** An MNI152 file or a name of TemplateFlow's. @default the shipped template */
  readonly template?: string | undefined;
  /** @default `defaultShape` */
  readonly shape?: Shape3 | undefined;
  /** A folder of heads and cavities in the template's space. @default the shipped library */
  readonly library?: string | undefined;
}

/** The chain's settings, and what the files of a library were: a record of an outcome says both. */
export interface OpenedSettings extends ChainSettings {
  /** What they were made of: another process makes the same of it. */
  readonly given: SettingsFiles;
  /** Of a library of the user. @default none */
  readonly libraryFiles?: readonly { readonly name: string; readonly sha256: string }[] | undefined;
}

/**
 * The chain's settings from files.
 *
 * @param download progress of a template's download, and what stops it
 * @throws as `openTemplate` of @braingen/registration/node, and `readLibrary` of @braingen/brain-mask/node
 */
export async function openSettings(
  given: SettingsFiles = {},
  download: TemplateFlowOptions = {},
): Promise<OpenedSettings> {
  const { template, shape, library } = given;
  const settings = await chainSettings({ template: await openTemplate(template, download), shape });
  if (library === undefined) return { ...settings, given: { template, shape } };
  const paths = (await listPairs(library)).flatMap(({ image, mask }) => [image, mask]);
  const libraryFiles = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), sha256: await hashFile(path) })),
  );
  return { ...settings, given: { template, shape, library }, library: await readLibrary(library), libraryFiles };
}
