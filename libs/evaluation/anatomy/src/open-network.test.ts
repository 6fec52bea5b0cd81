import { startEngine, tf } from '@braingen/engine';
import { parameterShapes, readValues } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';
import { expect, it } from 'vitest';
import { encodeNetwork } from './encode-network.ts';
import { networkConfig } from './network.ts';
import { openNetwork } from './open-network.ts';

const random = createRandom(1);
const weights = new Map(
  [...parameterShapes(networkConfig)].map(([key, shape]) => [
    key,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
  ]),
);

it('reads what was written, to half precision, from at most 3 MB', async () => {
  await startEngine();
  const bytes = encodeNetwork(weights, { steps: '1' });
  expect(bytes.length).toBeLessThan(3e6);
  const network = await openNetwork(bytes);
  const read = await readValues(network.parameters);
  for (const [key, values] of weights) {
    const found = read.get(key) ?? new Float32Array();
    expect(values.every((value, i) => Math.abs(value - found[i]) < 5e-3)).toBe(true);
  }
  const before = tf.memory().numTensors;
  network.dispose();
  expect(tf.memory().numTensors).toBeLessThan(before);
});

it('names the file that is none of its own', async () => {
  await expect(openNetwork(new Uint8Array(64), 'other.safetensors')).rejects.toThrow('other.safetensors');
});
