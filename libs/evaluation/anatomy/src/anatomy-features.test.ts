import { startEngine, tf } from '@braingen/engine';
import { createPhantom } from '@braingen/phantom';
import type { Volume } from '@braingen/volume';
import { beforeAll, expect, it } from 'vitest';
import { anatomyFeatures } from './anatomy-features.ts';
import { createNetwork, networkConfig } from './network.ts';

let head: Volume;
beforeAll(async () => {
  await startEngine();
  head = (await createPhantom({ seed: 1, spacing: 4 })).image;
});

const distance = (a: Float64Array, b: Float64Array): number => Math.hypot(...a.map((value, i) => value - b[i]));

it('has a mean for each channel, level and half, the same for any scale of intensities, another for a mirrored head', async () => {
  const network = createNetwork({ seed: 1 });
  const features = await anatomyFeatures(network);
  const before = tf.memory().numTensors;
  const row = await features.extract(head);
  expect(tf.memory().numTensors).toBe(before);
  const [, , deepest] = networkConfig.channels!;
  expect(row.length).toBe(2 * (networkConfig.channels!.reduce((a, b) => a + b) + deepest));

  expect(await features.extract(head)).toEqual(row);
  const brighter = await features.extract(head.with(head.voxels.map((value) => 7 * value)));
  expect(distance(brighter, row)).toBeLessThan(1e-3 * Math.hypot(...row));
  const [nx] = head.shape;
  const mirrored = head.with(head.voxels.map((_, i) => head.voxels[i - (i % nx) + nx - 1 - (i % nx)]));
  expect(distance(await features.extract(mirrored), row)).toBeGreaterThan(10 * distance(brighter, row));

  const blank = await features.extract(head.with(head.voxels.map(() => 0)));
  expect(blank.every(Number.isFinite)).toBe(true);
  network.dispose();
});

it('says whose weights they are', async () => {
  const [one, same, other] = [1, 1, 2].map((seed) => createNetwork({ seed }));
  const settings = await Promise.all(
    [one, same, other].map(async (network) => (await anatomyFeatures(network)).settings),
  );
  expect(settings[0].weights).toMatch(/^sha256 [0-9a-f]{64}$/);
  expect(settings[1]).toEqual(settings[0]);
  expect(settings[2].weights).not.toBe(settings[0].weights);
  for (const network of [one, same, other]) network.dispose();
});
