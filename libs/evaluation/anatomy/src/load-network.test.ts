import { readFile, stat } from 'node:fs/promises';
import { startEngine } from '@braingen/engine';
import { createPhantom, labels as parts } from '@braingen/phantom';
import { diceOf } from '@braingen/volume';
import { beforeAll, expect, it, vi } from 'vitest';
import { fetchNetwork } from './fetch-network.ts';
import { hashWeights } from './hash-weights.ts';
import { loadNetwork } from './load-network.ts';
import { segment } from './segment.ts';
import { shippedWeights } from './shipped-weights.ts';

beforeAll(async () => void (await startEngine()));

it('comes with weights of at most 3 MB that tell a phantom’s white matter and cerebellum apart, left and right', async () => {
  expect((await stat(shippedWeights())).size).toBeLessThan(3e6);
  const network = await loadNetwork();
  const { image, labels, templateToWorld } = await createPhantom({ seed: 2, spacing: 2.5 });
  const { volume } = await segment(image, network, { transform: templateToWorld });
  const truth = new Uint8Array(labels.voxels.length);
  const known = new Map<number, number>([
    [parts.leftWhiteMatter, 7],
    [parts.rightWhiteMatter, 8],
    [parts.leftCerebellarCortex, 13],
    [parts.leftCerebellarWhiteMatter, 13],
    [parts.rightCerebellarCortex, 14],
    [parts.rightCerebellarWhiteMatter, 14],
  ]);
  labels.voxels.forEach((label, i) => (truth[i] = known.get(label) ?? 0));
  const dice = diceOf(volume.voxels, truth, [7, 8, 13, 14]);
  expect(dice.filter((value) => value < 0.75)).toEqual([]);
  network.dispose();
});

it('is fetched where there are no files, the same; an address without it is an error', async () => {
  const bytes = await readFile(shippedWeights());
  const answers = vi.fn(async (address: URL | string) =>
    String(address).endsWith('anatomy.safetensors') ? new Response(bytes) : new Response('', { status: 404 }),
  );
  vi.stubGlobal('fetch', answers);
  const [fetched, loaded] = [await fetchNetwork(), await loadNetwork()];
  expect(await hashWeights(fetched)).toBe(await hashWeights(loaded));
  await expect(fetchNetwork('http://localhost/else')).rejects.toThrow('expected weights, found status 404');
  vi.unstubAllGlobals();
  [fetched, loaded].forEach((network) => network.dispose());
});
