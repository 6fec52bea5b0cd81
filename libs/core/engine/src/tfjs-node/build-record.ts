import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '@braingen/volume/node';
import type { TensorFlowLibrary } from './python.ts';

/** The packages of TensorFlow.js whose addon is built here. */
export type TfjsNodeName = 'tfjs-node' | 'tfjs-node-gpu';

/** What an addon was built of; it lies beside the package. */
export interface BuildRecord {
  /** The folder of the npm package. */
  readonly package: string;
  /** TensorFlow's library, which the addon loads from where it lay when it was built. */
  readonly tensorflow: TensorFlowLibrary;
  /** The Python whose environment it lies in, or that downloaded it. */
  readonly python: string;
  readonly compiler: string;
}

/** Where `setupTfjsNode` puts packages and downloads. */
export const defaultFolder = (): string => cacheFolder('tensorflow');

const recordFile = (folder: string, name: TfjsNodeName): string => join(folder, name, 'build.json');

export async function writeRecord(folder: string, name: TfjsNodeName, record: BuildRecord): Promise<void> {
  await writeFile(recordFile(folder, name), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** What was built of a package in a folder; nothing where it never was. */
export async function readRecord(
  name: TfjsNodeName,
  folder: string = defaultFolder(),
): Promise<BuildRecord | undefined> {
  const text = await readFile(recordFile(folder, name), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as BuildRecord);
}
