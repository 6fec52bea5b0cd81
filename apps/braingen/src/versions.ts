import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** Braingen's own version. */
export const version: string = manifest.version;

/** What made something, for its report. */
export const versions: { readonly braingen: string; readonly node: string } = {
  braingen: version,
  node: process.version,
};

/** As what makes derivatives and checkpoints names itself. */
export const generator: { readonly name: string; readonly version: string } = { name: 'braingen', version };
