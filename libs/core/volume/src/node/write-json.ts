import { writeWhole } from './write-whole.ts';

/** Writes a value as JSON, indented, whole or not at all. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return writeWhole(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
