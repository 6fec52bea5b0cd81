import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { reading } from './path-error.ts';

/** SHA-256 of a file, in hexadecimal. @throws PathError where it cannot be read */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await reading(path, 'a file', pipeline(createReadStream(path), hash));
  return hash.digest('hex');
}

/** SHA-256 of a value's JSON, in hexadecimal. */
export function hashValue(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
