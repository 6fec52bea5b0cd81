import { createHash } from 'node:crypto';
import { bytesSource } from '@braingen/unet3d';
import { expect, test } from 'vitest';
import { modelHash } from './model-hash.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const filesOf = (contents: Record<string, Uint8Array>) =>
  new Map(Object.entries(contents).map(([name, bytes]) => [name, bytesSource(bytes, name)]));

test('the hash of a model is that of the list of its files’ hashes, by name', async () => {
  const large = new Uint8Array(5 * 2 ** 20).fill(7);
  const small = new TextEncoder().encode('{}');
  const list = `${sha256(small)}  checkpoint.json\n${sha256(large)}  model.safetensors\n`;
  const found = await modelHash(filesOf({ 'model.safetensors': large, 'checkpoint.json': small }));
  expect(found).toBe(sha256(list));
  large[large.length - 1] = 8;
  expect(await modelHash(filesOf({ 'model.safetensors': large, 'checkpoint.json': small }))).not.toBe(found);
});
