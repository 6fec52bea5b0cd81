import { access } from 'node:fs/promises';

/** The two files of a NIfTI or Analyze pair. */
export interface PairPaths {
  readonly header: string;
  readonly image: string;
}

const names = /^(.*)\.(hdr|img)(\.gz)?$/i;

/** The pair that a path belongs to by its name; `undefined` for other names. The two may differ in being compressed. */
export async function pairOf(path: string): Promise<PairPaths | undefined> {
  const match = names.exec(path);
  if (!match) return undefined;
  const [, stem, extension, gz = ''] = match;
  const upper = extension === extension.toUpperCase();
  const partner = extension.toLowerCase() === 'hdr' ? 'img' : 'hdr';
  const other = `${stem}.${upper ? partner.toUpperCase() : partner}`;
  const found = (await exists(other + gz)) ? other + gz : (await exists(`${other}.gz`)) ? `${other}.gz` : other;
  return partner === 'img' ? { header: path, image: found } : { header: found, image: path };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
