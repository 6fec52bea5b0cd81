import { createHash } from 'node:crypto';
import { halfSize } from '@braingen/cascade';
import type { Volume } from '@braingen/volume';
import { beforeAll, describe, expect, test } from 'vitest';
import { inMemory } from '../../checkpoint-files.ts';
import { createConfig } from '../../config/run-config.ts';
import { openModel, type Model } from '../../model.ts';
import type { CheckpointFiles, TrainedCheckpoint, TrainingReport } from '../../model-kind.ts';
import { smallVolumes } from '../../testing/small-model.test-data.ts';
import { smallTraining } from '../../testing/small-training.test-data.ts';
import { trainModel } from '../../train-model.ts';
import { readCascade } from './read-cascade.ts';

const network = { channels: [4, 8], numResBlocks: 1, normNumGroups: 2, middleAttention: false };
const config = {
  data: { shape: [16, 16, 16] },
  condition: { covariates: ['age'], classes: 'group' },
  model: {
    kind: 'cascade',
    halvings: 2,
    stages: [
      { kind: 'details', level: 2, share: 2, network },
      { kind: 'details', level: 1, network },
    ],
  },
  training: { steps: 6, checkpointEvery: 2, validateEvery: 2 },
  sampling: { scheduler: 'ddim', steps: 2 },
};

let reports: readonly TrainingReport[];
let checkpoints: readonly CheckpointFiles[];
let model: Model;

beforeAll(async () => {
  ({ model, reports, checkpoints } = await smallTraining(config));
}, 120_000);

/** Of each file of weights and of all that resuming needs. */
async function digest(files: CheckpointFiles): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, source] of files) {
    if (!name.endsWith('.safetensors')) continue;
    found[name] = createHash('sha256')
      .update(await source.read(0, source.size))
      .digest('hex');
  }
  return found;
}

describe('a model of kind cascade', () => {
  test('trains its stages in turn, by their shares', () => {
    const steps = reports.filter(({ loss }) => loss !== undefined);
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(steps.map(({ stage }) => stage)).toEqual([
      ...Array.from({ length: 4 }, () => 'details-2'),
      ...Array.from({ length: 2 }, () => 'details-1'),
    ]);
    expect(model.description.kind).toBe('cascade');
    expect(model.description.training?.participants?.training).toHaveLength(5);
  });

  test('goes on from any checkpoint with equal bits', async () => {
    const last = await digest(checkpoints.at(-1) as CheckpointFiles);
    const early = checkpoints[0];
    let resumed: CheckpointFiles | undefined;
    await trainModel(smallVolumes(6), {
      config,
      resume: early,
      onCheckpoint: (checkpoint) => void (resumed = inMemory(checkpoint)),
    });
    expect(await digest(resumed as CheckpointFiles)).toEqual(last);
  }, 120_000);

  test('ends a stage early where it is told so, keeps its state, and does not go back to it', async () => {
    const seen: TrainingReport[] = [];
    const made: CheckpointFiles[] = [];
    let best: CheckpointFiles | undefined;
    const onCheckpoint = (checkpoint: TrainedCheckpoint): void => void made.push(inMemory(checkpoint));
    await trainModel(smallVolumes(6), {
      config,
      onReport: (report) => seen.push(report),
      onValidation: async ({ stage }, checkpoint) => {
        if (stage !== 'details-2') return undefined;
        best = inMemory(await checkpoint());
        return 'stop';
      },
      onCheckpoint,
    });
    const stepsOf = (reports: readonly TrainingReport[]): unknown[] =>
      reports.filter(({ loss }) => loss !== undefined).map(({ stage, step }) => [stage, step]);
    const second = [
      ['details-1', 5],
      ['details-1', 6],
    ];
    expect(stepsOf(seen)).toEqual([['details-2', 1], ['details-2', 2], ...second]);
    expect(Object.keys(await digest(best as CheckpointFiles))).toContain('details-2.safetensors');
    const early = (await digest(made[0]))['details-2.safetensors'];
    expect((await digest(best as CheckpointFiles))['details-2.safetensors']).toBe(early);

    const again: TrainingReport[] = [];
    await trainModel(smallVolumes(6), { config, resume: made.at(-1), onReport: (report) => again.push(report) });
    expect(stepsOf(again)).toEqual([]);
    expect((await digest(made.at(-1) as CheckpointFiles))['details-2.safetensors']).toBe(early);
  }, 120_000);

  test('starts with the weights and the scales of another, and goes on from there with equal bits', async () => {
    const source = checkpoints.at(-1) as CheckpointFiles;
    const few = smallVolumes(9).slice(6);
    const tuning = { ...config, training: { ...config.training, steps: 4 } };
    const made: CheckpointFiles[] = [];
    const onCheckpoint = (checkpoint: TrainedCheckpoint): void => void made.push(inMemory(checkpoint));
    await trainModel(few, { config: tuning, start: source, onCheckpoint });
    const [base, own] = [(await readCascade(source)).base, (await readCascade(made[0])).base];
    expect(own.scales).toEqual(base.scales);
    expect(own.window).toEqual(base.window);
    expect(own.gaussian.mean).not.toEqual(base.gaussian.mean);
    const resumed: CheckpointFiles[] = [];
    await trainModel(few, {
      config: tuning,
      resume: made[0],
      onCheckpoint: (checkpoint) => void resumed.push(inMemory(checkpoint)),
    });
    expect(await digest(resumed.at(-1) as CheckpointFiles)).toEqual(await digest(made.at(-1) as CheckpointFiles));
    const coarser = { ...tuning, data: { shape: [16, 16, 24] } };
    await expect(trainModel(few, { config: coarser, start: source })).rejects.toThrow('expected 16 x 16 x 16, as in');
  }, 120_000);

  test('starts with the coarser stages of another where its own grid is coarser', async () => {
    const source = checkpoints.at(-1) as CheckpointFiles;
    const { stages } = config.model;
    const coarser = {
      ...config,
      data: { shape: [8, 8, 8] },
      model: { ...config.model, halvings: 1, stages: [{ ...stages[0], level: 1 }] },
      training: { steps: 1 },
    };
    const made: CheckpointFiles[] = [];
    await trainModel(smallVolumes(9).slice(6), {
      config: coarser,
      start: source,
      onCheckpoint: (checkpoint) => void made.push(inMemory(checkpoint)),
    });
    const [begun, own] = [halfSize(await readCascade(source)), await readCascade(made[0])];
    expect(own.base.scales).toEqual(begun.base.scales);
    const [before, after] = [begun, own].map((each) => each.stages[0].weights);
    const moved = Math.max(
      ...[...before].flatMap(([key, values]) =>
        Array.from(values, (v, i) => Math.abs(v - (after.get(key)?.[i] ?? NaN))),
      ),
    );
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(0.01);
  }, 120_000);

  test('samples volumes by their numbers, under conditions, and shows their trajectory', async () => {
    const condition = { age: [30, 70], group: 'a' };
    const frames: Volume[] = [];
    const all = await model.sample({ count: 2, seed: 5, condition, onFrame: ({ volume }) => frames.push(volume) });
    expect(all.map((sample) => sample.condition)).toEqual([
      { age: 30, group: 'a' },
      { age: 70, group: 'a' },
    ]);
    expect(frames.length).toBe(2 * 5);
    expect(frames[0].shape).toEqual([16, 16, 16]);
    const [second] = await model.sample({ first: 1, seed: 5, condition });
    expect(second.volume.voxels).toEqual(all[1].volume.voxels);
    const [younger] = await model.sample({ first: 1, seed: 5, condition: { age: 20, group: 'a' } });
    expect(younger.volume.voxels).not.toEqual(all[1].volume.voxels);
  });

  test('records how far its coarse stage was guided from its Gaussian model, by default as the run says', async () => {
    const { model: guided } = await smallTraining({
      data: { shape: [8, 8, 8] },
      model: { kind: 'cascade', halvings: 0, stages: [{ kind: 'coarse', level: 0, network }] },
      training: { steps: 1 },
      sampling: { scheduler: 'ddim', steps: 2, autoguidance: 1.25 },
    });
    expect((await guided.plan({})).settings['autoguidance']).toBe(1.25);
    expect((await guided.plan({ autoguidance: 2 })).settings['autoguidance']).toBe(2);
    guided.dispose();
    await expect(model.plan({ autoguidance: 2 })).rejects.toThrow(
      'expected a cascade with a network on the grid of its Gaussian model, found stages',
    );
  });

  test('keeps nothing that a source of bytes may overwrite', async () => {
    const given: Uint8Array[] = [];
    const overwritten = new Map(
      [...checkpoints[0]].map(([name, source]) => {
        const read = async (begin: number, end: number): Promise<Uint8Array> => {
          const bytes = Uint8Array.from(await source.read(begin, end));
          given.push(bytes);
          return bytes;
        };
        return [name, { ...source, size: source.size, read }];
      }),
    );
    const { base } = await readCascade(overwritten);
    given.forEach((bytes) => bytes.fill(0));
    expect(base.gaussian.mean).toEqual((await readCascade(checkpoints[0])).base.gaussian.mean);
  });

  test('refuses what a cascade cannot do, and stages that make no sense', async () => {
    const [sample] = await model.sample({ condition: { age: 30 } });
    const inpaint = { volume: sample.volume, mask: sample.volume, name: 'x' };
    await expect(model.sample({ inpaint })).rejects.toThrow('inpaint: expected a model of kind unet');
    const stages = (list: unknown[]): unknown => ({ model: { kind: 'cascade', halvings: 1, stages: list } });
    expect(() => createConfig(stages([{ kind: 'details', level: 2 }]))).toThrow('expected levels of at most halvings');
    expect(() => createConfig(stages([{ kind: 'details', level: 1, sigma: 2 }]))).toThrow('sigma');
    expect(() =>
      createConfig(
        stages([
          { kind: 'details', level: 1 },
          { kind: 'details', level: 1 },
        ]),
      ),
    ).toThrow('expected stages that differ');
  });

  test('without training, and without stages, is its Gaussian model', async () => {
    const opened = await openModel(checkpoints[0]);
    expect((await opened.sample({ condition: { age: 40 } }))[0].volume.shape).toEqual([16, 16, 16]);
    opened.dispose();
  });
});
