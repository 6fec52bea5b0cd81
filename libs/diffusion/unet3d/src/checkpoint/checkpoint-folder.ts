import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { foundInstead } from '@braingen/volume/node';
import { CheckpointError, namingLater } from './checkpoint-error.ts';
import {
  descriptionFile,
  encodeCheckpoint,
  openCheckpoint,
  readCheckpoint,
  type Checkpoint,
  type OpenCheckpoint,
} from './checkpoint.ts';
import { openFile, type FileSource } from './file-source.ts';
import { parseJson } from './parse-json.ts';
import { openSafetensors } from './safetensors.ts';
import { checkSealed, flushFolder, writeSealed } from './sealed-files.ts';

/** Writes a checkpoint into a folder; see `saveCheckpointFiles`. */
export function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  return saveCheckpointFiles(folder, encodeCheckpoint(checkpoint));
}

/**
 * Writes the files of a checkpoint of any kind and their checksums into a folder, which appears, complete, when all of them are
 * on the disk. A folder that is there already is replaced; at every moment one of the two is there, see `tidyCheckpoints`.
 *
 * @param files in the order in which they are written, the description last
 */
export async function saveCheckpointFiles(
  folder: string,
  files: Iterable<readonly [name: string, bytes: Uint8Array]>,
): Promise<void> {
  const parent = dirname(folder);
  const partial = join(parent, `.${basename(folder)}.${process.pid}.partial`);
  const former = join(parent, `.${basename(folder)}.former`);
  await rm(partial, { recursive: true, force: true });
  try {
    await writeSealed(partial, files);
    const isThere = (await readdir(parent)).includes(basename(folder));
    if (isThere) {
      await rm(former, { recursive: true, force: true });
      await rename(folder, former);
    }
    await rename(partial, folder);
    await flushFolder(parent);
    await rm(former, { recursive: true, force: true });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * Removes what a process that was killed left in a folder of checkpoints, and puts back a checkpoint that was being replaced.
 * No other process may be writing there.
 */
export async function tidyCheckpoints(parent: string): Promise<void> {
  const names = await readdir(parent).catch((): string[] => []);
  for (const name of names) {
    const [, step, left] = /^\.(step-\d+|best)\.(former|\d+\.partial)$/.exec(name) ?? [];
    if (step === undefined) continue;
    if (left === 'former' && !names.includes(step)) await rename(join(parent, name), join(parent, step));
    else await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Gets a checkpoint that is damaged where an older one is taken in its place. */
export type OnDamaged = (folder: string, error: Error) => void;

/**
 * The latest checkpoint of a folder of them that is as it was written; damaged ones are passed over.
 *
 * @returns undefined where there are none
 * @throws CheckpointError of the latest one where all are damaged
 */
export async function latestCheckpoint(parent: string, onDamaged?: OnDamaged): Promise<string | undefined> {
  const damaged: { folder: string; error: Error }[] = [];
  for (const folder of (await listCheckpoints(parent)).reverse()) {
    try {
      await checkCheckpoint(folder);
      for (const each of damaged) onDamaged?.(each.folder, each.error);
      return folder;
    } catch (error) {
      damaged.push({ folder, error: error as Error });
    }
  }
  if (damaged.length > 0) throw damaged[0].error;
  return undefined;
}

/** @throws CheckpointError naming a file of a checkpoint that is missing or damaged */
async function checkCheckpoint(folder: string): Promise<void> {
  if (await checkSealed(folder)) return;
  // One without checksums: what is cut off or overwritten at its beginning is seen, a flipped bit is not.
  await withOpenFiles(folder, await readdir(folder), async (files) => {
    const description = files.get(descriptionFile);
    if (!description)
      throw new CheckpointError(`${join(folder, descriptionFile)}: expected in a checkpoint, found none`);
    for (const [name, source] of files) {
      await namingLater(source.name, async () => {
        if (name.endsWith('.safetensors')) await openSafetensors(source);
        else parseJson(new TextDecoder().decode(await source.read(0, source.size)));
      });
    }
  });
}

/**
 * Reads a checkpoint with all its parts.
 *
 * @param folder that of one checkpoint, or one that holds checkpoints, whose latest is taken
 * @throws CheckpointError if there is none, or a file of it cannot be used
 */
export function loadCheckpoint(folder: string): Promise<Checkpoint> {
  return withCheckpoint(folder, readCheckpoint);
}

/**
 * Opens a checkpoint for as long as `use` takes, which reads the parts that it needs.
 *
 * @param folder that of one checkpoint, or one that holds checkpoints, whose latest is taken
 * @throws CheckpointError if there is none, or a file of it cannot be used
 */
export function withCheckpoint<T>(folder: string, use: (checkpoint: OpenCheckpoint) => Promise<T>): Promise<T> {
  return withCheckpointFiles(folder, async (files) => use(await openCheckpoint(files)));
}

/**
 * Opens the files of a checkpoint of any kind, by name, for as long as `use` takes. They are compared with their checksums
 * first.
 *
 * @param folder that of one checkpoint, or one that holds checkpoints, whose latest is taken, or the one before where that is
 *   damaged
 * @throws CheckpointError if there is none, or it is damaged
 */
export async function withCheckpointFiles<T>(
  folder: string,
  use: (files: ReadonlyMap<string, FileSource>) => Promise<T>,
  onDamaged?: OnDamaged,
): Promise<T> {
  const names = await readdir(folder).catch((error: Error) => {
    const found = foundInstead(error);
    throw new CheckpointError(`${folder}: expected the folder of a checkpoint, found ${found}`, { cause: error });
  });
  if (!names.includes(descriptionFile)) {
    const latest = await latestCheckpoint(folder, onDamaged);
    if (latest === undefined)
      throw new CheckpointError(`${folder}: expected ${descriptionFile}, or folders that hold one, found neither`);
    return withOpenFiles(latest, await readdir(latest), use);
  }
  await checkCheckpoint(folder);
  return withOpenFiles(folder, names, use);
}

async function withOpenFiles<T>(
  folder: string,
  names: readonly string[],
  use: (files: ReadonlyMap<string, FileSource>) => Promise<T>,
): Promise<T> {
  const files = new Map<string, FileSource>();
  try {
    for (const name of names) {
      if (/\.(json|safetensors)$/.test(name)) files.set(name, await openFile(join(folder, name)));
    }
    return await use(files);
  } finally {
    for (const file of files.values()) await file.close();
  }
}

/** The folder of a step's checkpoint, so named that the latest comes last. */
export function checkpointFolder(parent: string, step: number): string {
  return join(parent, `step-${String(step).padStart(8, '0')}`);
}

/** Complete checkpoints in a folder of them, oldest first. */
export async function listCheckpoints(parent: string): Promise<string[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && /^step-\d+$/.test(entry.name));
  return folders.map((entry) => join(parent, entry.name)).sort();
}
