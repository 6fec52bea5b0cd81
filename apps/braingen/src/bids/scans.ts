import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Failure } from '../failure.ts';

/** A T1-weighted scan of a BIDS dataset. */
export interface Scan {
  /** "sub-01", or "sub-01_ses-2_run-1" where the file name says more. */
  readonly name: string;
  /** "01" */
  readonly participant: string;
  /** Where the scan lies inside the dataset, such as "sub-01/anat". */
  readonly folder: string;
  readonly path: string;
}

const label = /^[A-Za-z0-9]+$/;

/**
 * The T1-weighted scans of a BIDS dataset in the order of their names: `sub-<label>/[ses-<label>/]anat/*_T1w.nii[.gz]`.
 *
 * @param participants labels to keep, with or without "sub-"; all by default
 * @throws Failure if the folder holds no scan, a label names no participant, or a link leads out of the dataset
 */
export async function findScans(dataset: string, participants: readonly string[] = []): Promise<Scan[]> {
  const root = await realpath(dataset);
  const wanted = participants.map((text) => text.replace(/^sub-/, ''));
  for (const text of wanted) {
    if (!label.test(text)) throw new Failure(`--participant-label: expected letters and digits, found "${text}"`);
  }
  const subjects = (await readdir(root)).filter((name) => /^sub-[A-Za-z0-9]+$/.test(name)).sort();
  const missing = wanted.find((text) => !subjects.includes(`sub-${text}`));
  if (missing !== undefined)
    throw new Failure(`${dataset}: no participant sub-${missing}; found ${subjects.length} others`);

  const scans: Scan[] = [];
  for (const subject of subjects) {
    const participant = subject.slice('sub-'.length);
    if (wanted.length > 0 && !wanted.includes(participant)) continue;
    const entries = await list(join(root, subject));
    const sessions = entries.filter((name) => /^ses-[A-Za-z0-9]+$/.test(name)).sort();
    for (const folder of [join(subject, 'anat'), ...sessions.map((session) => join(subject, session, 'anat'))]) {
      for (const file of (await list(join(root, folder))).sort()) {
        const match = /^(sub-[A-Za-z0-9_-]+)_T1w\.nii(\.gz)?$/.exec(file);
        if (!match || !match[1]!.startsWith(subject)) continue;
        const path = join(root, folder, file);
        await refuseOutsideLink(root, path);
        scans.push({ name: match[1]!, participant, folder, path });
      }
    }
  }
  if (scans.length === 0)
    throw new Failure(`${dataset}: expected a BIDS folder with sub-*/anat/*_T1w.nii[.gz], found none`);
  return scans;
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A dataset may link within itself (as git-annex does), never out of itself. */
async function refuseOutsideLink(root: string, path: string): Promise<void> {
  if (!(await lstat(path)).isSymbolicLink()) return;
  const target = await realpath(path).catch(() => path);
  if (relative(root, target).split(sep)[0] === '..')
    throw new Failure(`${path}: a link that leads out of the dataset is refused`);
}
