import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { startEngine, tf } from '@braingen/engine';
import { pickledDict, pickledTensor, torchArchive } from '@braingen/test-fixtures';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UNetConfig } from '../config.ts';
import { createUNet, parameterShapes } from '../unet.ts';
import { bytesSource, type ByteSource } from './byte-source.ts';
import { CheckpointError } from './checkpoint-error.ts';
import { inferConfig } from './infer-config.ts';
import { translateKeys } from './key-generations.ts';
import { readSafetensors, writeSafetensors, type NamedTensor } from './safetensors.ts';
import { openTorchFile } from './torch-file.ts';
import { torchShape } from './torch-layout.ts';
import { openWeights, readWeights } from './weights-file.ts';
import { assignValues, toTorchTensors } from './weights.ts';

interface Answer {
  readonly file: string;
  readonly x: number[];
  readonly shape: [number, number, number];
  readonly time: number;
  readonly output: number[];
}

/** Files and outputs of PyTorch, MONAI and monai-generative, made by tools/parity/checkpoints.py. */
const reference = JSON.parse(
  readFileSync(new URL('../../../../../test-fixtures/reference/unet3d/checkpoints.json', import.meta.url), 'utf8'),
) as {
  formats: { 'before 1.6': string };
  config: UNetConfig;
  monai: Answer;
  generative: Answer;
  training: { file: string; config: UNetConfig };
  keys: Record<string, { monai: Record<string, number[]>; generative: string[]; dropped: string[] }>;
};
const unpacked = (file: string): ByteSource =>
  bytesSource(Uint8Array.from(gunzipSync(Buffer.from(file, 'base64'))), 'model.pth');
const unstored = { numHeadChannels: 2, normNumGroups: 2 };

beforeAll(() => startEngine());

describe.each(['monai', 'generative'] as const)('a .pth of %s', (which) => {
  const { file, x, shape, time, output } = reference[which];

  it('gives the same volume as there', async () => {
    const weights = await openWeights(unpacked(file));
    expect(weights.generation).toBe(which === 'monai' ? 'MONAI' : 'monai-generative');
    const unet = createUNet(reference.config);
    assignValues(unet.parameters, await readWeights(weights, reference.config));
    const answer = tf.tidy(() => unet.predict(tf.tensor5d(x, [1, ...shape, 1]), tf.tensor1d([time])).dataSync());
    unet.dispose();
    const range = Math.max(...output) - Math.min(...output);
    const error = Math.max(...output.map((expected, i) => Math.abs(answer[i] - expected))) / range;
    expect(error).toBeLessThan(1e-5);
  });

  it('yields the configuration', async () => {
    const { tensors } = await openWeights(unpacked(file));
    expect(inferConfig(tensors, unstored)).toEqual({ ...reference.config, inChannels: 1, outChannels: 1 });
  });

  it('goes through safetensors without a bit changed', async () => {
    const source = unpacked(file);
    const weights = await openWeights(source);
    const values = await readWeights(weights, reference.config);
    const { tensors } = readSafetensors(writeSafetensors(toTorchTensors(values, parameterShapes(reference.config))));
    const stored = await openTorchFile(source);
    let compared = 0;
    for (const [key, { begin, shape: expected }] of stored.tensors) {
      const ours = tensors.get(key);
      if (!ours) continue;
      expect(ours.shape).toEqual(expected);
      // The file holds float16, which float32 holds exactly.
      const halves = new Uint16Array((await source.read(begin, begin + 2 * ours.data.length)).slice().buffer);
      expect(halves, key).toEqual(Uint16Array.from(ours.data, toHalf));
      compared++;
    }
    expect(compared).toBe(which === 'monai' ? tensors.size : tensors.size - 34);
  });
});

/** Exact for the numbers that binary16 holds. */
function toHalf(value: number): number {
  if (value === 0) return Object.is(value, -0) ? 0x8000 : 0;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -14);
  const fraction = Math.abs(value) / 2 ** exponent;
  const bits = fraction < 1 ? fraction * 1024 : ((exponent + 15) << 10) + (fraction - 1) * 1024;
  return bits | (value < 0 ? 0x8000 : 0);
}

describe('the projection that monai-generative never applies', () => {
  it('is read as the identity', async () => {
    const weights = await openWeights(unpacked(reference.generative.file));
    expect([...weights.unapplied]).toHaveLength(8);
    const values = await readWeights(weights, reference.config);
    const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    expect([...(values.get('middle_block.attention.attn.out_proj.weight') as Float32Array)]).toEqual(identity);
    expect([...(values.get('up_blocks.0.attentions.1.attn.out_proj.bias') as Float32Array)]).toEqual([0, 0, 0, 0]);
  });
});

describe.each(Object.entries(reference.keys))('the keys of a network with %s', (_, { monai, generative, dropped }) => {
  it('are those of MONAI in both generations', () => {
    const kept = Object.keys(monai).filter((key) => !dropped.includes(key));
    const { keys, generation } = translateKeys([...kept, ...generative]);
    expect([...keys.values()].sort()).toEqual(Object.keys(monai).sort());
    expect(generation).toBe('monai-generative');
    expect(translateKeys(Object.keys(monai))).toEqual({
      keys: new Map(Object.keys(monai).map((key) => [key, key])),
      generation: 'MONAI',
    });
  });

  it('and their shapes yield a configuration that has them', () => {
    const shapes = Object.entries(monai).map(([key, shape]) => [key, { shape }] as const);
    const config = inferConfig(new Map(shapes), unstored);
    const described = [...parameterShapes(config)].map(([key, shape]) => [key, torchShape(shape)] as const);
    expect(Object.fromEntries(described)).toEqual(monai);
  });
});

describe('a training checkpoint', () => {
  const { file, config } = reference.training;

  it('gives its average, or what is asked for, and says what else there is', async () => {
    const average = await openWeights(unpacked(file));
    expect(average.prefix).toBe('ema.');
    expect(average.otherPrefixes).toEqual(['state_dict.module.']);
    const trained = await openWeights(unpacked(file), { prefix: 'state_dict.module' });
    const [rounded, exact] = [await readWeights(average, config), await readWeights(trained, config)];
    const key = 'conv_in.conv.weight';
    const [a, b] = [rounded.get(key) as Float32Array, exact.get(key) as Float32Array];
    expect(a).not.toEqual(b);
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThan(1e-3);
  });

  it('has no other', async () => {
    await expect(openWeights(unpacked(file), { prefix: 'optimizer' })).rejects.toThrow(
      'model.pth: expected weights under "optimizer", found them under state_dict.module., ema.',
    );
  });
});

describe('weights that do not fit', () => {
  const model: UNetConfig = { channels: [2], numResBlocks: 1, normNumGroups: 1 };
  const shapes = parameterShapes(model);
  const whole = new Map(
    [...shapes].map(([key, shape]): [string, NamedTensor] => {
      const torch = torchShape(shape);
      return [key, { shape: torch, data: new Float32Array(torch.reduce((a, b) => a * b, 1)) }];
    }),
  );
  const read = async (tensors: Iterable<readonly [string, NamedTensor]>): Promise<unknown> =>
    readWeights(await openWeights(bytesSource(writeSafetensors(tensors), 'weights.safetensors')), model);
  const bias = { shape: [2], data: new Float32Array(2) };

  it('are read where they do', async () => {
    expect(await read(whole)).toEqual(
      new Map([...shapes].map(([key, shape]) => [key, new Float32Array(shape.reduce((a, b) => a * b, 1))])),
    );
  });

  it.each([
    ['a key is missing', [...whole].filter(([key]) => key !== 'out.0.bias'), 'found no out.0.bias'],
    ['a key is left over', [...whole, ['time_embed.4.bias', bias]], 'found time_embed.4.bias besides'],
    ['a shape is another', [...whole, ['out.2.conv.bias', bias]], 'expected out.2.conv.bias of shape [1], found [2]'],
    [
      'a convolution is flat',
      [...whole, ['conv_in.conv.weight', { shape: [2, 1, 3, 3], data: new Float32Array(18) }]],
      'expected conv_in.conv.weight of shape [2, 1, 3, 3, 3], found [2, 1, 3, 3]',
    ],
    [
      'generations are mixed',
      [...whole, ['down_blocks.0.attentions.0.to_q.bias', bias]],
      'found both: down_blocks.0.attentions.0.to_q.bias, middle_block.attention.attn.out_proj.weight',
    ],
  ] as [string, [string, NamedTensor][], string][])('are refused by name: %s', async (_, tensors, message) => {
    await expect(read(new Map(tensors))).rejects.toThrow(CheckpointError);
    await expect(read(new Map(tensors))).rejects.toThrow(/^weights\.safetensors: /);
    await expect(read(new Map(tensors))).rejects.toThrow(message);
  });

  it('are not what another file holds', async () => {
    const open = (bytes: Uint8Array): Promise<unknown> => openWeights(bytesSource(bytes, 'some.pth'));
    const text = (content: string): Uint8Array => new TextEncoder().encode(content.padEnd(200));
    await expect(open(text('version https://git-lfs.github.com/spec/v1'))).rejects.toThrow('git lfs pull fetches it');
    await expect(open(text('hello'))).rejects.toThrow('some.pth: expected a safetensors file or a .pth of PyTorch');
    await expect(open(new Uint8Array())).rejects.toThrow('found neither by its first bytes');
    await expect(open(torchArchive({ model: pickledDict({ weight: pickledTensor() }) }))).rejects.toThrow(
      'expected the state_dict of a DiffusionModelUNet, with conv_in.conv.weight, found model.weight',
    );
  });

  it('name the key without which no configuration can be inferred', () => {
    const flat = { ...whole.get('conv_in.conv.weight'), shape: [2, 1, 3, 3] };
    expect(() => inferConfig(new Map([...whole].filter(([key]) => !key.startsWith('down_blocks'))))).toThrow(
      'expected down_blocks.0, found none',
    );
    expect(() =>
      inferConfig(new Map<string, { shape: readonly number[] }>([...whole, ['conv_in.conv.weight', flat]])),
    ).toThrow('expected conv_in.conv.weight with 5 axes, found [2, 1, 3, 3]');
  });
});
