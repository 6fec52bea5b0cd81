import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** Braingen's version: all packages are released under one. */
export const ownVersion: string = manifest.version;
