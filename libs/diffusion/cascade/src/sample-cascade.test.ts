import { startEngine, tf } from '@braingen/engine';
import { ddim } from '@braingen/scheduler';
import { readValues, type Values } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { inMemory, type TrainingState } from '@braingen/trainer';
import { noVariation } from './augment/augmentation.ts';
import { decodeCascade, encodeCascade, type TrainedStage } from './checkpoint/checkpoint.ts';
import { fitBase } from './fit-base.ts';
import { openCascade } from './open-cascade.ts';
import { largestDifference } from './reference.test-data.ts';
import { sampleCascade } from './sample-cascade.ts';
import { coarseShape } from './pyramid/coarsen.ts';
import { coordinates } from './stage/coordinates.ts';
import { stageInput } from './stage/stage-input.ts';
import { createStageModel } from './stage/stage-model.ts';
import { toyGrid, toyStages, toyVolumes } from './toy.test-data.ts';
import { trainStage } from './train-stage.ts';

beforeAll(() => startEngine());

const toys = inMemory(toyVolumes(6));
const { base, data } = await fitBase(toys, toyGrid, { halvings: 2 });
const known = { ...data, covariates: Array.from({ length: 6 }, (_, i) => [i / 6]) };
const untrained = async (): Promise<TrainedStage[]> => {
  const stages: TrainedStage[] = [];
  for (const stage of toyStages) {
    const model = createStageModel(stage, base, { seed: stage.level });
    stages.push({ stage, weights: await readValues(model.network.parameters) });
    model.dispose();
  }
  return stages;
};

describe('sampleCascade', () => {
  it('draws each volume by its number alone, on the background it learnt', async () => {
    const cascade = openCascade({ base, stages: await untrained(), about: {} });
    const options = { seed: 1, steps: 3, scheduler: ddim };
    const shapes: string[] = [];
    const volume = await sampleCascade(cascade, {
      ...options,
      number: 5,
      onStage: (stage, _, shape) => shapes.push(`${stage}: ${shape.join(' x ')}`),
    });
    expect(volume).toHaveLength(16 ** 3);
    expect(volume[0]).toBe(-1);
    expect(shapes).toEqual(['0: 4 x 4 x 4', '0: 4 x 4 x 4', '1: 8 x 8 x 8', '2: 16 x 16 x 16']);
    await sampleCascade(cascade, { ...options, number: 4 });
    expect(await sampleCascade(cascade, { ...options, number: 5 })).toEqual(volume);
    expect(await sampleCascade(cascade, { ...options, number: 6 })).not.toEqual(volume);
    cascade.dispose();
  });

  it('begins with a draw of people as they are asked for', async () => {
    const volumes = toyVolumes(12);
    const size = volumes.map((volume) => volume.filter((value) => value > -1).length / 2000);
    const { base } = await fitBase(inMemory(volumes), toyGrid, { halvings: 2, covariates: size.map((each) => [each]) });
    const cascade = openCascade(await decodeCascade(new Map(encodeCascade({ base, stages: [], about: {} }))));
    const sizeOf = async (covariates?: number[]): Promise<number> => {
      const volume = await sampleCascade(cascade, { seed: 1, number: 0, covariates });
      return volume.reduce((sum, value) => sum + value + 1, 0);
    };
    const sizes = [await sizeOf([Math.min(...size)]), await sizeOf([Math.max(...size)])];
    expect(sizes[1]).toBeGreaterThan(1.15 * sizes[0]);
    expect(await sizeOf([-1])).toBe(await sizeOf());
  });

  it('refines what is small and leaves what is large', async () => {
    const stage = { ...toyStages[2], kind: 'refine', level: 1, schedule: { sigmaMax: 0.5 }, covariates: 0 } as const;
    const model = createStageModel(stage, base, { seed: 1 });
    const training = { steps: 60, batchSize: 2, learningRate: 1e-2, crop: [4, 4, 4] } as const;
    const { weights } = await trainStage(model, data, training, { seed: 1 });
    model.dispose();
    const cascade = openCascade({ base, stages: [{ stage, weights }], about: {} });
    const seen: Float32Array[] = [];
    await sampleCascade(cascade, { seed: 1, number: 0, steps: 4, onStage: (_, volume) => seen.push(volume) });
    cascade.dispose();
    // The Gaussian draw, its volume at twice the size, that volume refined, the finest.
    expect(seen.map(({ length }) => length)).toEqual([64, 512, 512, 4096]);
    const [before, after] = [seen[1], seen[2]];
    expect(after).not.toEqual(before);
    const distance = (a: Float32Array, b: Float32Array): number => a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0);
    const mean = new Float32Array(before.length).fill(before.reduce((sum, value) => sum + value, 0) / before.length);
    expect(distance(after, before)).toBeLessThan(0.5 * distance(before, mean));
  });

  it('needs no halving: the coarse stage may draw the volumes themselves', async () => {
    const { base, data } = await fitBase(toys, toyGrid, { halvings: 0 });
    const stage = { ...toyStages[0], level: 0 };
    const model = createStageModel(stage, base, { seed: 1 });
    const { ema } = await trainStage(model, data, { steps: 2, batchSize: 1, learningRate: 1e-3 }, { seed: 1 });
    model.dispose();
    const checkpoint = { base, stages: [{ stage, weights: ema }], about: {} };
    const cascade = openCascade(await decodeCascade(new Map(encodeCascade(checkpoint))));
    const volume = await sampleCascade(cascade, { seed: 1, number: 0, steps: 2, scheduler: ddim });
    expect([volume.length, volume[0]]).toEqual([16 ** 3, -1]);
    const { mean, deviation } = base.scales[0];
    const middle = volume[(8 * 16 + 8) * 16 + 8] + 1;
    expect(Math.abs(middle - mean)).toBeLessThan(3 * deviation);
    cascade.dispose();
  });

  it('listens to covariates and guidance', async () => {
    const model = createStageModel(toyStages[2], base, { seed: 1 });
    const state = await trainStage(model, known, { steps: 4, batchSize: 2, learningRate: 5e-3 }, { seed: 1 });
    model.dispose();
    const stages = (await untrained()).map((each, i) => (i === 2 ? { ...each, weights: state.weights } : each));
    const cascade = openCascade({ base, stages, about: {} });
    const draw = (covariates: number[], guidance: number): Promise<Float32Array> =>
      sampleCascade(cascade, { seed: 1, number: 0, steps: 2, scheduler: ddim, covariates, guidance });
    const plain = await draw([0.1], 1);
    expect(await draw([0.9], 1)).not.toEqual(plain);
    expect(await draw([0.1], 3)).not.toEqual(plain);
    cascade.dispose();
  });
});

describe('autoguidance', () => {
  it('takes the whole way from the Gaussian model to the network times its scale', async () => {
    const [{ stage, weights }] = await untrained();
    const moved = new Map([...weights].map(([key, values]) => [key, values.map((value) => value + 0.02)]));
    const model = createStageModel(stage, base, { values: moved });
    const noise = createRandom(3);
    const x = Float32Array.from({ length: 64 }, () => noise.normal());
    const condition = stageInput(
      stage,
      [
        {
          ...{ jitter: 0, random: noise, told: noVariation, covariates: [], coarse: undefined },
          coordinates: coordinates([2, 2, 2], [0, 0, 0], [2, 2, 2]),
        },
      ],
      [2, 2, 2],
    );
    const predict = async (correction?: number): Promise<Float32Array> => {
      const v = tf.tidy(() =>
        model.predict(tf.tensor5d(x, [1, 2, 2, 2, 8]), tf.tensor1d([300]), condition, correction),
      );
      const values = (await v.data()) as Float32Array;
      v.dispose();
      return values;
    };
    const [gaussian, plain, guided] = [await predict(0), await predict(), await predict(2.5)];
    const expected = gaussian.map((value, i) => value + 2.5 * (plain[i] - value));
    expect(largestDifference(plain, gaussian)).toBeGreaterThan(0.01);
    expect(largestDifference(guided, expected)).toBeLessThan(1e-5);
    model.dispose();
  });

  it('does so in a stage that refines draws of the Gaussian model, and in no finer one', async () => {
    const refining = { ...toyStages[0], kind: 'refine' as const };
    for (const [level, guides] of [
      [refining.level, true],
      [refining.level - 1, false],
    ] as const) {
      const model = createStageModel({ ...refining, level }, base, { seed: 3 });
      const shape = coarseShape(base.window.shape, level);
      const voxels = shape[0] * shape[1] * shape[2];
      const noise = createRandom(3);
      const x = Float32Array.from({ length: voxels }, () => noise.normal());
      const context = { jitter: 0, random: noise, told: noVariation, covariates: [], coarse: undefined };
      const condition = stageInput(
        model.stage,
        [{ ...context, coordinates: coordinates(shape, [0, 0, 0], shape) }],
        shape,
      );
      const predict = (correction: number): Float32Array =>
        tf.tidy(
          () =>
            model
              .predict(tf.tensor5d(x, [1, ...shape, 1]), tf.tensor1d([300]), condition, correction)
              .dataSync() as Float32Array,
        );
      const [gaussian, plain, guided] = [predict(0), predict(1), predict(1.5)];
      const expected = gaussian.map((value, i) => value + 1.5 * (plain[i] - value));
      expect(largestDifference(plain, gaussian) > 0.01).toBe(guides);
      expect(largestDifference(guided, expected)).toBeLessThan(1e-5);
      model.dispose();
    }
  });

  it('changes what is drawn', async () => {
    const stages = (await untrained()).map((each) => ({
      ...each,
      weights: new Map([...each.weights].map(([key, values]) => [key, values.map((value) => value + 0.02)])),
    }));
    const cascade = openCascade({ base, stages, about: {} });
    const draw = (autoguidance?: number): Promise<Float32Array> =>
      sampleCascade(cascade, { seed: 1, number: 0, steps: 2, scheduler: ddim, autoguidance });
    expect(await draw(1)).toEqual(await draw());
    expect(await draw(1.5)).not.toEqual(await draw());
    cascade.dispose();
  });
});

describe('a checkpoint', () => {
  it('draws the same volumes, in float16 nearly the same', async () => {
    const stages = await untrained();
    const draw = async (checkpoint: Parameters<typeof openCascade>[0]): Promise<Float32Array> => {
      const cascade = openCascade(checkpoint);
      const volume = await sampleCascade(cascade, { seed: 2, number: 1, steps: 2, scheduler: ddim });
      cascade.dispose();
      return volume;
    };
    const expected = await draw({ base, stages, about: {} });
    const whole = await decodeCascade(new Map(encodeCascade({ base, stages, about: { people: ['a'] } })));
    expect(whole.about).toEqual({ people: ['a'] });
    expect(largestDifference(await draw(whole), expected)).toBeLessThan(1e-5);
    const half = await decodeCascade(new Map(encodeCascade({ base, stages, about: {} }, 'float16')));
    expect(largestDifference(await draw(half), expected)).toBeLessThan(0.05);
  });

  it('is refused by the name of what is missing or wrong', async () => {
    const files = new Map(encodeCascade({ base, stages: await untrained(), about: {} }));
    const without = (name: string): Map<string, Uint8Array> => new Map([...files].filter(([key]) => key !== name));
    await expect(decodeCascade(without('coarse-2.safetensors'))).rejects.toThrow(
      'coarse-2.safetensors: expected in a cascade, found none',
    );
    const text = new TextDecoder().decode(files.get('cascade.json'));
    const changed = (from: string, to: string): Map<string, Uint8Array> =>
      new Map([...files, ['cascade.json', new TextEncoder().encode(text.replace(from, to))]]);
    await expect(decodeCascade(changed('"version": 3', '"version": 7'))).rejects.toThrow(
      'found "braingen-cascade", version 7',
    );
    await expect(decodeCascade(changed('coarse-2.safetensors', '../secret'))).rejects.toThrow(
      'expected the name of a safetensors file, found "../secret"',
    );
    await expect(decodeCascade(changed('{', '['))).rejects.toThrow('cascade.json: expected JSON');
  });
});

describe('trainStage', () => {
  it('lowers the loss, and goes on from a state with equal bits', async () => {
    const training = {
      steps: 30,
      batchSize: 2,
      learningRate: 5e-3,
      warmUp: 2,
      augmentation: { mirror: true, shift: 1 },
    };
    const run = async (state?: TrainingState, steps = 18): Promise<{ state: TrainingState; losses: number[] }> => {
      const model = createStageModel(toyStages[1], base, { seed: 1 });
      const losses: number[] = [];
      let kept: TrainingState | undefined;
      const end = await trainStage(
        model,
        data,
        { ...training, checkpointEvery: 12 },
        {
          seed: 1,
          state,
          onStep: ({ loss }) => losses.push(loss),
          onCheckpoint: (reached) => {
            if (reached.step === steps) kept = reached;
          },
        },
      );
      model.dispose();
      return { state: kept ?? end, losses };
    };
    const early = await run(undefined, 12);
    const whole = await run();
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(whole.losses.slice(-6))).toBeLessThan(0.9 * mean(whole.losses.slice(0, 5)));
    expect(early.state.step).toBe(12);
    const resumed = await run(early.state);
    const bits = (values: Values): number[][] => [...values.values()].map((each) => [...each]);
    expect(bits(resumed.state.weights)).toEqual(bits(whole.state.weights));
  });
});
