import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localServer, type LocalServer } from '@braingen/test-fixtures';
import { DownloadError } from '@braingen/volume/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fetchWeights } from './fetch-weights.ts';
import { published } from './published.ts';

const { file, repository } = published['medicalnet-10'];
const path = `/${repository}/resolve/main/${file}`;

let cache: string;
let server: LocalServer | undefined;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'braingen-weights-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(cache, { recursive: true });
});

it('are not taken with another checksum, and nothing is left of them', async () => {
  server = await localServer({ [path]: new TextEncoder().encode('something else') });
  const fetching = fetchWeights('medicalnet-10', { cache, baseUrl: server.url });
  await expect(fetching).rejects.toThrow(/expected the SHA-256 afa8055f3e47.*, found [0-9a-f]{64}\. Where the network/);
  await expect(fetching).rejects.toBeInstanceOf(DownloadError);
  expect(await readdir(cache)).toEqual([]);
});

it('that were changed in the cache are fetched again', async () => {
  server = await localServer({});
  await writeFile(join(cache, file), 'changed');
  await expect(fetchWeights('medicalnet-10', { cache, baseUrl: server.url })).rejects.toThrow('found no such file');
  expect(server.asked).toEqual([path]);
});
