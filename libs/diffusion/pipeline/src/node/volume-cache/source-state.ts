import { stat } from 'node:fs/promises';
import { hashFile } from '@braingen/volume/node';

/** A file as it was at some time. */
export interface SourceState {
  /** Size, place on the disk and times to the nanosecond: the file was not written to since if all are the same. */
  readonly status: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

export async function stateOf(path: string): Promise<SourceState> {
  const status = await statusOf(path);
  return { status, hash: await hashFile(path) };
}

/** Whether a file's bytes are still the same; they are read only where it may have been written to. */
export async function isUnchanged(path: string, before: SourceState): Promise<boolean> {
  return (await statusOf(path)) === before.status || (await hashFile(path)) === before.hash;
}

async function statusOf(path: string): Promise<string> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [size, ino, mtimeNs, ctimeNs].join(' ');
}
