import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BadInput } from './bad-input.ts';

/** Writes an input's files into a folder, and returns the path of the one to open. */
export function writeBadInput(folder: string, input: BadInput): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(input.make())) writeFileSync(join(folder, name), bytes);
  return join(folder, input.open);
}

/** What git-annex leaves in place of content that has not been fetched: a link that leads nowhere. */
export function writeAnnexLink(folder: string): string {
  const path = join(folder, 'annex-link.nii.gz');
  symlinkSync(`../.git/annex/objects/0k/Zz/MD5E-s1--${'0123456789abcdef'.repeat(2)}.nii.gz`, path);
  return path;
}
