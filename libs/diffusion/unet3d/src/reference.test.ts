import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gradients, startEngine, tf } from '@braingen/engine';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fromTorch, torchShape } from './checkpoint/torch-layout.ts';
import type { Condition } from './condition.ts';
import type { UNetConfig } from './config.ts';
import { createUNet, parameterCount, parameterShapes, type UNet } from './unet.ts';

interface Case {
  title: string;
  config: UNetConfig;
  grid: [number, number, number];
  times: number[];
  /** Tokens of the context. */
  tokens?: number;
  classes?: number[];
  /** Only every so many-th number of the output is kept. */
  every?: number;
  parameters: number;
  tensors: number;
  /** SHA-256 of MONAI's keys and shapes. */
  keys: string;
  /** The largest number of the output less the smallest, and the norm of all. */
  range: number;
  norm: number;
  output: number[];
  gradients?: Record<string, number>;
}

/** Figures of MONAI in double precision, made by tools/parity/unet3d.py. */
const { cases } = JSON.parse(
  readFileSync(new URL('../../../../test-fixtures/reference/unet3d/networks.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

/** mean + scale times numbers in [-1, 1) from an integer hash of (position, stream), as in the script. */
function hashed(count: number, stream: number, mean = 0, scale = 1): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    values[i] = mean + scale * (((h ^ (h >>> 15)) >>> 0) / 2 ** 31 - 1);
  }
  return values;
}

/** The script's weights; made once for both engines, for those of the published network take seconds. */
const weights = new Map<Case, ReadonlyMap<string, Float32Array>>();

function weightsOf(reference: Case): ReadonlyMap<string, Float32Array> {
  const known = weights.get(reference);
  if (known) return known;
  const made = [...parameterShapes(reference.config)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, shape], stream) => {
      const [count, ...fanIn] = torchShape(shape);
      const inputs = fanIn.reduce((a, b) => a * b, 1);
      const isScale = fanIn.length === 0 && key.endsWith('weight');
      const scale = fanIn.length > 0 ? 1.5 / Math.sqrt(inputs) : isScale ? 0.3 : 0.2;
      return [key, fromTorch(hashed(count * inputs, stream, isScale ? 1 : 0, scale), shape)] as const;
    });
  weights.set(reference, new Map(made));
  return weightsOf(reference);
}

interface Question {
  readonly x: tf.Tensor5D;
  readonly t: tf.Tensor1D;
  readonly condition: Condition;
}

/** The script's input: its first channel as x, the others as masks; volumes turned from [n, c, d, h, w] to [n, d, h, w, c]. */
function question({ config, grid, times, tokens, classes }: Case): Question {
  const n = times.length;
  const { inChannels = 1, crossAttentionDim = 0, numCovariates = 0, covariatesAs = [] } = config;
  const channels = inChannels - (covariatesAs.includes('channels') ? numCovariates : 0);
  const volumes = tf.tidy(() => {
    const values = hashed(n * channels * grid.reduce((a, b) => a * b), 5000);
    return tf.split(tf.transpose(tf.tensor(values, [n, channels, ...grid]), [0, 2, 3, 4, 1]), [1, channels - 1], 4);
  });
  const covariates = hashed(n * numCovariates, 5002, 0.5, 0.5);
  return {
    x: volumes[0] as tf.Tensor5D,
    t: tf.tensor1d(times),
    condition: {
      channels: channels > 1 ? (volumes[1] as tf.Tensor5D) : undefined,
      context: tokens
        ? tf.tensor3d(hashed(n * tokens * crossAttentionDim, 5001), [n, tokens, crossAttentionDim])
        : undefined,
      classes: classes && tf.tensor1d(classes, 'int32'),
      covariates: numCovariates ? tf.tensor2d(covariates, [n, numCovariates]) : undefined,
    },
  };
}

it.each(cases)("has the keys and shapes of MONAI's state_dict: $title", (reference) => {
  const shapes = parameterShapes(reference.config);
  const lines = [...shapes].map(([key, shape]) => `${key} ${torchShape(shape).join(' ')}\n`).sort();
  expect(shapes.size).toBe(reference.tensors);
  expect(parameterCount(reference.config)).toBe(reference.parameters);
  expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(reference.keys);
});

// 'embedded' is the addon where it is built and WebAssembly elsewhere.
describe.each(['embedded', 'wasm'] as const)("the network beside MONAI's, on %s", (engine) => {
  beforeAll(() => startEngine({ name: engine }));

  /** For the README's table: the largest difference of every case. */
  const show = (what: string, { title }: Case, error: number): void => {
    if (process.env.BRAINGEN_SHOW_ERRORS)
      process.stderr.write(`${engine}, ${what}: ${error.toExponential(1)}: ${title}\n`);
  };

  let unet: UNet | undefined;
  afterEach(() => unet?.dispose());

  it.each(cases)('gives the same output: $title', (reference) => {
    const built = (unet = createUNet({ ...reference.config, values: weightsOf(reference) }));
    const output = tf.tidy(() => {
      const { x, t, condition } = question(reference);
      return tf.transpose(built.predict(x, t, condition), [0, 4, 1, 2, 3]).dataSync();
    });
    const kept = output.filter((_, i) => i % (reference.every ?? 1) === 0);
    expect(kept.length).toBe(reference.output.length);
    const error = Math.max(...kept.map((value, i) => Math.abs(value - reference.output[i]))) / reference.range;
    const norm = Math.hypot(...output);
    show('output', reference, error);
    expect(error).toBeLessThan(1e-4);
    expect(Math.abs(norm / reference.norm - 1)).toBeLessThan(1e-4);
  });

  const withGradients = cases.flatMap((reference) =>
    reference.gradients
      ? [false, true].map((gradientCheckpointing) => ({ ...reference, reference, gradientCheckpointing }))
      : [],
  );
  it.each(withGradients)('gives the same gradients: $title, checkpointing $gradientCheckpointing', (each) => {
    const { reference, gradientCheckpointing } = each;
    const built = (unet = createUNet({ ...reference.config, gradientCheckpointing, values: weightsOf(reference) }));
    const expected = reference.gradients as Record<string, number>;
    const { x, t, condition } = question(reference);
    const found = gradients(() => tf.mean(tf.square(built.predict(x, t, condition))) as tf.Scalar, built.parameters);
    // Some gradients vanish in theory (a shift of all keys, a bias before a norm): there is only rounding to compare.
    const floor = 1e-6 * Math.max(...Object.values(expected));
    let worst = 0;
    for (const [key, gradient] of found.gradients) {
      const norm = tf.tidy(() => tf.norm(gradient).dataSync()[0]);
      if (expected[key] > 1e3 * floor) worst = Math.max(worst, Math.abs(norm / expected[key] - 1));
      expect(Math.abs(norm - expected[key]), key).toBeLessThanOrEqual(1e-3 * expected[key] + floor);
    }
    show(`gradients, checkpointing ${gradientCheckpointing}`, reference, worst);
    tf.dispose([x, t, { ...condition }, found.loss, [...found.gradients.values()]]);
  });
});
