import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@braingen/engine';
import { identityAffine } from '@braingen/volume';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkpointFolder, listCheckpoints, loadCheckpoint, saveCheckpoint } from './checkpoint-folder.ts';
import { CheckpointError } from './checkpoint-error.ts';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { readSafetensors } from './safetensors.ts';
import { createUNet } from '../unet.ts';
import { assignValues, readValues } from './weights.ts';

const model = { channels: [4, 8], numResBlocks: 1, attentionLevels: [false, true], normNumGroups: 2 };

beforeAll(() => startEngine());

async function makeCheckpoint(step = 3): Promise<Checkpoint> {
  const unet = createUNet({ ...model, seed: step });
  const weights = await readValues(unet.parameters);
  const scaled = (factor: number): Map<string, Float32Array> =>
    new Map([...weights].map(([key, values]) => [key, values.map((value) => factor * value)]));
  unet.dispose();
  return {
    description: {
      step,
      model,
      schedule: { kind: 'scaled_linear', steps: 1000 },
      predictionType: 'epsilon',
      seed: 7,
      intensityRange: [0, 1],
      grid: { shape: [8, 12, 8], affine: identityAffine },
      engine: { name: 'tfjs-cpu' },
    },
    weights,
    ema: scaled(0.5),
    moments: { mean: scaled(2), square: scaled(3) },
  };
}

describe('a checkpoint', () => {
  it('comes back bit for bit', async () => {
    const checkpoint = await makeCheckpoint();
    expect(await decodeCheckpoint(new Map(encodeCheckpoint(checkpoint)))).toEqual(checkpoint);
  });

  it("holds weights as MONAI's state_dict has them", async () => {
    const checkpoint = await makeCheckpoint();
    const { tensors } = readSafetensors(new Map(encodeCheckpoint(checkpoint)).get('model.safetensors') as Uint8Array);
    expect(tensors.get('conv_in.conv.weight')?.shape).toEqual([4, 1, 3, 3, 3]);
    expect(tensors.get('time_embed.0.weight')?.shape).toEqual([16, 4]);
    // [out 2, in 1, d 0, h 2, w 1] of [4, 8, 3, 3, 3]
    const key = 'up_blocks.1.resnets.1.conv1.conv.weight';
    expect(tensors.get(key)?.shape).toEqual([4, 8, 3, 3, 3]);
    expect(tensors.get(key)?.data[(2 * 8 + 1) * 27 + 7]).toBe(checkpoint.weights.get(key)?.[(7 * 8 + 1) * 4 + 2]);
  });

  it('goes into a network, which then predicts the same', async () => {
    const { weights } = await makeCheckpoint();
    const unet = createUNet({ ...model, seed: 'another' });
    assignValues(unet.parameters, weights);
    expect(await readValues(unet.parameters)).toEqual(weights);
    unet.dispose();
  });

  it('goes into a network as it is made', async () => {
    const { weights } = await makeCheckpoint();
    const unet = createUNet({ ...model, values: weights });
    expect(await readValues(unet.parameters)).toEqual(weights);
    unet.dispose();
    const without = new Map([...weights].filter(([key]) => key !== 'out.0.bias'));
    expect(() => createUNet({ ...model, values: without })).toThrow('found no out.0.bias');
    const short = new Map([...weights, ['out.0.bias', new Float32Array(3)]]);
    expect(() => createUNet({ ...model, values: short })).toThrow('expected 4 numbers for out.0.bias [4], found 3');
  });

  it('names keys that are missing, left over or of another size, and assigns nothing then', async () => {
    const { weights } = await makeCheckpoint();
    const unet = createUNet(model);
    const before = await readValues(unet.parameters);
    const without = new Map([...weights].filter(([key]) => key !== 'out.0.bias'));
    expect(() => assignValues(unet.parameters, without)).toThrow('found no out.0.bias');
    const extra = new Map([...weights, ['class_embedding.weight', new Float32Array(3)], ['x', new Float32Array(1)]]);
    expect(() => assignValues(unet.parameters, extra)).toThrow('found class_embedding.weight (and 1 more) besides');
    const short = new Map([...weights, ['out.0.bias', new Float32Array(3)]]);
    expect(() => assignValues(unet.parameters, short)).toThrow('expected 4 numbers for out.0.bias [4], found 3');
    expect(await readValues(unet.parameters)).toEqual(before);
    unet.dispose();
  });

  it('is refused with the file that is wrong', async () => {
    const files = new Map(encodeCheckpoint(await makeCheckpoint()));
    const whenChanged = (name: string, bytes?: Uint8Array): Promise<Checkpoint> => {
      const changed = new Map(files);
      if (bytes) changed.set(name, bytes);
      else changed.delete(name);
      return decodeCheckpoint(changed);
    };
    const text = (content: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(content));
    await expect(whenChanged('checkpoint.json')).rejects.toThrow(
      'checkpoint.json: expected in a checkpoint, found none',
    );
    await expect(whenChanged('model.safetensors')).rejects.toThrow('model.safetensors: expected in a checkpoint');
    await expect(whenChanged('ema.safetensors', new Uint8Array(4))).rejects.toThrow(
      'ema.safetensors: expected at least 8 bytes',
    );
    await expect(whenChanged('checkpoint.json', text(null))).rejects.toThrow('expected format braingen-checkpoint');
    await expect(whenChanged('checkpoint.json', text({ format: 'braingen-checkpoint', version: 2 }))).rejects.toThrow(
      'found braingen-checkpoint, version 2',
    );
    await expect(whenChanged('checkpoint.json', text({ format: 'braingen-checkpoint', version: 1 }))).rejects.toThrow(
      CheckpointError,
    );
  });
});

describe('a folder of checkpoints', () => {
  let parent: string;
  beforeEach(async () => (parent = await mkdtemp(join(tmpdir(), 'braingen-'))));
  afterEach(() => rm(parent, { recursive: true }));

  it('gives the latest, or the one that is named', async () => {
    const [early, late] = [await makeCheckpoint(90), await makeCheckpoint(1000)];
    await saveCheckpoint(checkpointFolder(parent, 1000), late);
    await saveCheckpoint(checkpointFolder(parent, 90), early);
    expect((await listCheckpoints(parent)).map((path) => path.slice(parent.length + 1))).toEqual([
      'step-00000090',
      'step-00001000',
    ]);
    expect(await loadCheckpoint(parent)).toEqual(late);
    expect(await loadCheckpoint(checkpointFolder(parent, 90))).toEqual(early);
  });

  it('is replaced as a whole and leaves nothing half-written beside it', async () => {
    const folder = checkpointFolder(parent, 5);
    await saveCheckpoint(folder, await makeCheckpoint(1));
    await writeFile(join(folder, 'stale'), '');
    const next = await makeCheckpoint(2);
    await saveCheckpoint(folder, next);
    expect(await readdir(parent)).toEqual(['step-00000005']);
    expect(await readdir(folder)).not.toContain('stale');
    expect(await loadCheckpoint(folder)).toEqual(next);
  });

  it('says what it looked for where there is none', async () => {
    await expect(loadCheckpoint(parent)).rejects.toThrow(
      `${parent}: expected checkpoint.json, or folders that hold one`,
    );
    await expect(loadCheckpoint(join(parent, 'nowhere'))).rejects.toThrow(
      'nowhere: expected the folder of a checkpoint, found no such file or folder',
    );
    await saveCheckpoint(join(parent, 'step-1'), await makeCheckpoint());
    await writeFile(join(parent, 'step-1', 'model.safetensors'), 'short');
    await expect(loadCheckpoint(parent)).rejects.toThrow(/step-1.model\.safetensors: expected SHA-256 .* damaged/);
    await rm(join(parent, 'step-1', 'SHA256SUMS'));
    await expect(loadCheckpoint(parent)).rejects.toThrow(
      /step-1.model\.safetensors: expected at least 8 bytes, found 5/,
    );
  });
});
