import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CheckpointError } from './checkpoint-error.ts';
import {
  descriptionFile,
  encodeCheckpoint,
  openCheckpoint,
  readCheckpoint,
  type Checkpoint,
  type OpenCheckpoint,
} from './checkpoint.ts';
import { openFile, type FileSource } from './file-source.ts';

/** Writes a checkpoint into a folder; see `saveCheckpointFiles`. */
export function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  return saveCheckpointFiles(folder, encodeCheckpoint(checkpoint));
}

/**
 * Writes the files of a checkpoint of any kind into a folder, which appears, complete, when all of them are written. A folder
 * that is there already is replaced.
 *
 * @param files in the order in which they are written, the description last
 */
export async function saveCheckpointFiles(
  folder: string,
  files: Iterable<readonly [name: string, bytes: Uint8Array]>,
): Promise<void> {
  const partial = join(dirname(folder), `.${basename(folder)}.${process.pid}.partial`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    for (const [name, bytes] of files) await writeFile(join(partial, name), bytes);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
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
 * Opens the files of a checkpoint of any kind, by name, for as long as `use` takes.
 *
 * @param folder that of one checkpoint, or one that holds checkpoints, whose latest is taken
 * @throws CheckpointError if there is none
 */
export async function withCheckpointFiles<T>(
  folder: string,
  use: (files: ReadonlyMap<string, FileSource>) => Promise<T>,
): Promise<T> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOTDIR' ? 'expected the folder of a checkpoint, found a file' : error.message;
    throw new CheckpointError(`${folder}: ${reason}`, { cause: error });
  });
  if (!names.includes(descriptionFile)) {
    const latest = (await listCheckpoints(folder)).pop();
    if (latest === undefined)
      throw new CheckpointError(`${folder}: expected ${descriptionFile}, or folders that hold one, found neither`);
    return withCheckpointFiles(latest, use);
  }
  const files = new Map<string, FileSource>();
  try {
    for (const name of names) {
      if (name === descriptionFile || name.endsWith('.safetensors'))
        files.set(name, await openFile(join(folder, name)));
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
