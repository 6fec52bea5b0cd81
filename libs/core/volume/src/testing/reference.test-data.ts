import { readFileSync } from 'node:fs';

/** Figures that other tools gave: see tools/parity/volume. */
export function reference<T>(name: string): T {
  const url = new URL(`../../../../../test-fixtures/reference/volume/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}
