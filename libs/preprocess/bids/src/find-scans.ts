import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { reading } from '@braingen/volume/node';

/** A T1-weighted scan of a BIDS dataset. */
export interface Scan {
  /** "sub-01", or "sub-01_ses-2_run-1" where the file name says more. */
  readonly name: string;
  /** "01" */
  readonly participant: string;
  /** Where the scan lies inside the dataset, such as "sub-01/anat". */
  readonly folder: string;
  readonly path: string;
  /** Why the scan cannot be taken, though the others can. */
  readonly refused?: string | undefined;
}

/** The scans of a dataset, and what looks like one and is none. */
export interface FoundScans {
  readonly scans: readonly Scan[];
  readonly warnings: readonly string[];
}

const label = /^[A-Za-z0-9]+$/;
const scanFile = /^(.+)_T1w\.nii(\.gz)?$/;

/** What a person would take for a scan, a participant's folder or a session's. */
const likeScan = /_T1w\.(nii|hdr|img)(\.gz)?$/i;
const likeParticipant = /^sub(-|[ _]?\d)/i;
const likeSession = /^ses(-|[ _]?\d)/i;

/** Not magnitudes, which the steps need; and what a program made of a scan. */
const unlike = [/_part-(phase|real|imag)_/, /_desc-/];

/**
 * The T1-weighted scans of a BIDS dataset in the order of their names: `sub-<label>/[ses-<label>/]anat/*_T1w.nii[.gz]`. Links are
 * followed wherever they lead: datasets are built of them.
 *
 * @param participants labels to keep, with or without "sub-"; all by default
 * @throws RangeError if the folder holds no scan, or a label names no participant; PathError if there is no such folder
 */
export async function findScans(dataset: string, participants: readonly string[] = []): Promise<FoundScans> {
  const root = await reading(dataset, 'a BIDS folder', realpath(dataset));
  const wanted = participants.map((text) => text.replace(/^sub-/, ''));
  for (const text of wanted) {
    if (!label.test(text)) throw new RangeError(`participants: expected letters and digits, found "${text}"`);
  }
  const entries = await list(root);
  const subjects = entries.filter((name) => name.startsWith('sub-') && label.test(name.slice('sub-'.length)));
  const missing = wanted.find((text) => !subjects.includes(`sub-${text}`));
  if (missing !== undefined)
    throw new RangeError(`${dataset}: expected a participant sub-${missing}, found ${subjects.length} others`);

  const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name.slice('sub-'.length));
  const warnings: string[] = [];
  for (const name of entries.filter((entry) => wanted.length === 0 && !subjects.includes(entry))) {
    if (likeScan.test(name)) warnings.push(`${name}: left out, expected scans in sub-*/anat`);
    else if (likeParticipant.test(name) && (await isFolder(join(root, name))))
      warnings.push(`${name}: left out, expected a participant's folder named sub-, letters and digits`);
  }
  const scans: Scan[] = [];
  for (const subject of subjects.filter(isWanted)) {
    if (!(await isFolder(join(root, subject)))) continue;
    const found = await scansOf(root, subject);
    scans.push(...found.scans);
    warnings.push(...found.warnings);
    if (found.scans.length === 0 && found.warnings.length === 0)
      warnings.push(`${subject}: left out, expected a scan anat/${subject}_*T1w.nii[.gz], found none`);
  }
  if (scans.length === 0)
    throw new RangeError(
      `${dataset}: expected a BIDS folder with sub-*/anat/*_T1w.nii[.gz], found none${warnings.length > 0 ? ` (${warnings.join('; ')})` : ''}`,
    );
  return { scans, warnings };
}

async function scansOf(root: string, subject: string): Promise<FoundScans> {
  const warnings: string[] = [];
  const entries = await list(join(root, subject));
  const sessions = entries.filter((name) => name.startsWith('ses-') && label.test(name.slice('ses-'.length)));
  for (const name of entries) {
    if (likeSession.test(name) && !sessions.includes(name) && (await isFolder(join(root, subject, name))))
      warnings.push(`${subject}/${name}: left out, expected a session's folder named ses-, letters and digits`);
  }
  const scans: Scan[] = [];
  for (const parent of [subject, ...sessions.map((session) => join(subject, session))]) {
    for (const name of parent === subject ? entries : await list(join(root, parent))) {
      if (likeScan.test(name)) warnings.push(`${parent}/${name}: left out, expected scans in ${parent}/anat`);
    }
    const folder = join(parent, 'anat');
    const files = new Map<string, string[]>();
    for (const file of (await list(join(root, folder))).filter((each) => likeScan.test(each))) {
      const name = scanFile.exec(file)?.[1] ?? '';
      if (unlike.some((pattern) => pattern.test(file))) continue;
      const fault = faultOf(name, parent.split(sep));
      if (fault !== undefined) warnings.push(`${folder}/${file}: left out, ${fault}`);
      else files.set(name, [...(files.get(name) ?? []), file]);
    }
    for (const [name, [file, other]] of files) {
      const path = join(root, folder, file);
      const refused = other ? `expected one file of this name, found ${file} and ${other}` : await unreadable(path);
      scans.push({ name, participant: subject.slice('sub-'.length), folder, path, refused });
    }
  }
  return { scans, warnings };
}

/** Why a name is none that a scan in a session's folder has, or in that of a participant without sessions. */
function faultOf(name: string, [subject = '', session]: readonly string[]): string | undefined {
  if (name === '') return 'expected a name that ends in _T1w.nii or _T1w.nii.gz';
  if (name !== subject && !name.startsWith(`${subject}_`)) return `expected a name that begins with ${subject}`;
  const stated = /_(ses-[^_]*)/.exec(name)?.[1];
  if (session !== undefined && stated !== undefined && stated !== session) return `expected a name with ${session}`;
  return undefined;
}

/** The names in a folder, sorted; none where there is no folder. */
async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );

/** Why a path cannot be read as a file: a link that leads nowhere, or a folder. */
async function unreadable(path: string): Promise<string | undefined> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isFile()) return undefined;
  if (entry) return `${path}: expected a file, found something else of that name`;
  return `${path}: expected a file, found a link to ${await readlink(path).catch(() => 'nothing')}, which is not there`;
}
