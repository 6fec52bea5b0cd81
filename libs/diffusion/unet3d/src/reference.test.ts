import { readFileSync } from 'node:fs';
import { startEngine, tf } from '@braingen/engine';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { UNetConfig } from './config.ts';
import { fromTorch, torchShape } from './checkpoint/torch-layout.ts';
import { createUNet, type UNet } from './unet.ts';

interface Case {
  title: string;
  config: UNetConfig;
  grid: [number, number, number];
  times: number[];
  /** Only every so many-th number of the output is kept. */
  every?: number;
  parameters: number;
  tensors: number;
  largest: number;
  output: number[];
  gradients?: Record<string, number>;
}

/** Figures of MONAI in double precision, made by tools/parity/unet3d.py. */
const { cases } = JSON.parse(
  readFileSync(new URL('../../../../test-fixtures/reference/unet3d/networks.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

/** Numbers in [-1, 1) from an integer hash of (position, stream), as in the script. */
function hashed(count: number, stream: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    return ((h ^ (h >>> 15)) >>> 0) / 2 ** 31 - 1;
  });
}

function fill({ parameters }: UNet): void {
  [...parameters.keys()].sort().forEach((key, stream) => {
    const variable = parameters.get(key) as tf.Variable;
    const [, ...fanIn] = torchShape(variable.shape);
    const scale =
      fanIn.length > 0 ? 1.5 / Math.sqrt(fanIn.reduce((a, b) => a * b)) : key.endsWith('weight') ? 0.3 : 0.2;
    const mean = fanIn.length === 0 && key.endsWith('weight') ? 1 : 0;
    const values = hashed(variable.size, stream).map((value) => mean + scale * value);
    tf.tidy(() => variable.assign(tf.tensor(fromTorch(values, variable.shape), [...variable.shape])));
  });
}

/** The script's input, turned from [n, c, d, h, w] to [n, d, h, w, c]. */
function input({ config, grid, times }: Case): tf.Tensor5D {
  const channels = config.inChannels ?? 1;
  const shape: [number, number, number, number, number] = [times.length, channels, ...grid];
  const values = hashed(
    shape.reduce((a, b) => a * b),
    5000,
  );
  return tf.tidy(() => tf.transpose(tf.tensor(values, shape), [0, 2, 3, 4, 1]) as tf.Tensor5D);
}

// 'embedded' is the addon where it is built and WebAssembly elsewhere.
describe.each(['embedded', 'wasm'] as const)("the network beside MONAI's, on %s", (engine) => {
  beforeAll(() => startEngine({ name: engine }));

  let unet: UNet | undefined;
  afterEach(() => unet?.dispose());

  it.each(cases)('gives the same output: $title', (reference) => {
    unet = createUNet(reference.config);
    fill(unet);
    expect(unet.parameters.size).toBe(reference.tensors);
    const output = tf.tidy(() =>
      tf.transpose((unet as UNet).predict(input(reference), tf.tensor1d(reference.times)), [0, 4, 1, 2, 3]).dataSync(),
    );
    const kept = output.filter((_, i) => i % (reference.every ?? 1) === 0);
    expect(kept.length).toBe(reference.output.length);
    const error = Math.max(...kept.map((value, i) => Math.abs(value - reference.output[i])));
    expect(error / reference.largest).toBeLessThan(1e-4);
  });

  it.each(cases.filter(({ gradients }) => gradients))('gives the same gradients: $title', (reference) => {
    const built = (unet = createUNet(reference.config));
    fill(built);
    const [x, t] = [input(reference), tf.tensor1d(reference.times)];
    const { grads, value } = tf.variableGrads(
      () => tf.mean(tf.square(built.predict(x, t))) as tf.Scalar,
      [...built.parameters.values()],
    );
    // Some gradients vanish in theory (a shift of all keys, a bias before a norm): there is only rounding to compare.
    const floor = 1e-6 * Math.max(...Object.values(reference.gradients as Record<string, number>));
    for (const [key, variable] of built.parameters) {
      const norm = tf.tidy(() => tf.norm(grads[variable.name]).dataSync()[0]);
      const expected = (reference.gradients as Record<string, number>)[key];
      expect(Math.abs(norm - expected), key).toBeLessThanOrEqual(1e-3 * expected + floor);
    }
    tf.dispose([x, t, value, grads]);
  });
});
