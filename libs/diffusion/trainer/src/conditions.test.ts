import { startEngine, tf, type ConditionedVolume, type Conditions, type Model } from '@braingen/engine';
import { createSchedule } from '@braingen/scheduler';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TrainingState } from './state.ts';
import { train, type TrainingOptions } from './train.ts';
import { trainingSet } from './training-set.ts';

const shape = [2, 2, 2, 1] as const;
const levels = [-0.6, 0.1, 0.5];
const seen: ConditionedVolume[] = [];
/** The brightness of the volume, and 1 where it is conditioned: [n, 2]. */
const conditions: Conditions<tf.Tensor2D> = (batch) => {
  seen.push(...batch);
  return tf.tensor2d(batch.map(({ volume, dropped }) => (dropped ? [0, 0] : [levels[volume], 1])));
};
const data = trainingSet(
  levels.map((level) => new Float32Array(8).fill(level)),
  shape,
  conditions,
);

/** Sees nothing but its condition: a factor of the condition, and an offset where it is unconditioned. */
let variables: Map<string, tf.Variable>;
const model: Model<tf.Tensor2D> = (x, _, condition) =>
  tf.tidy(() => {
    const [level, known] = tf.split(condition as tf.Tensor2D, 2, 1);
    const [factor, offset] = ['factor', 'offset'].map((name) => variables.get(name) as tf.Tensor);
    const output = tf.add(tf.mul(factor, level), tf.mul(offset, tf.sub(1, known)));
    return tf.add(tf.zerosLike(x), tf.reshape(output, [-1, 1, 1, 1, 1])) as tf.Tensor5D;
  });

beforeAll(() => startEngine());
beforeEach(() => {
  seen.length = 0;
  variables = new Map(['factor', 'offset'].map((name) => [name, tf.variable(tf.zeros([1]))]));
});
afterEach(() => tf.dispose([...variables.values()]));

async function trainAfresh(more: Partial<TrainingOptions<tf.Tensor2D>> = {}): Promise<TrainingState> {
  for (const variable of variables.values()) tf.tidy(() => variable.assign(tf.zeros([1])));
  return train({
    model,
    variables,
    data,
    schedule: createSchedule(),
    predictionType: 'sample',
    steps: 12,
    batchSize: 4,
    learningRate: 0.05,
    seed: 2,
    ...more,
  });
}

describe('train with conditions', () => {
  it('learns what the volumes are with their conditions, and without', async () => {
    const { weights } = await trainAfresh({ steps: 300, learningRate: 0.02, conditionDropout: 0.3 });
    expect(weights.get('factor')?.[0]).toBeCloseTo(1, 1);
    expect(weights.get('offset')?.[0]).toBeCloseTo(0, 1); // the mean of the levels
  });

  it('conditions each volume on its own covariates, but for a share that is drawn anew each time', async () => {
    await trainAfresh({ steps: 300, conditionDropout: 0.25 });
    expect(new Set(seen.map(({ volume }) => volume))).toEqual(new Set([0, 1, 2]));
    const share = seen.filter(({ dropped }) => dropped).length / seen.length;
    expect(Math.abs(share - 0.25)).toBeLessThan(0.05); // four standard errors of 1200
    const drops = seen.map(({ dropped }) => dropped);
    seen.length = 0;
    await trainAfresh({ steps: 300, conditionDropout: 0.25, batchSize: 4, microBatchSize: 3 });
    expect(seen.map(({ dropped }) => dropped)).toEqual(drops);
  });

  it('drops a tenth by default, and none or all where asked', async () => {
    const share = async (conditionDropout?: number): Promise<number> => {
      seen.length = 0;
      await trainAfresh({ steps: 100, conditionDropout });
      return seen.filter(({ dropped }) => dropped).length / seen.length;
    };
    expect(await share(0)).toBe(0);
    expect(await share(1)).toBe(1);
    expect(Math.abs((await share()) - 0.1)).toBeLessThan(0.06);
    await expect(trainAfresh({ conditionDropout: 1.5 })).rejects.toThrow(
      'expected conditionDropout in [0, 1], found 1.5',
    );
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const whole = await trainAfresh({ conditionDropout: 0.5 });
    const half = await trainAfresh({ conditionDropout: 0.5, steps: 5 });
    expect(await trainAfresh({ conditionDropout: 0.5, state: half })).toEqual(whole);
  });

  it('conditions the volumes of a validation fully', async () => {
    const heldOut: ConditionedVolume[] = [];
    const watched: Conditions<tf.Tensor2D> = (batch) => (heldOut.push(...batch), conditions(batch));
    const validation = { data: trainingSet([new Float32Array(8).fill(0.3)], shape, watched), every: 12, times: 4 };
    await trainAfresh({ conditionDropout: 1, validation, onValidation: () => undefined });
    expect(heldOut).toEqual(Array.from({ length: 4 }, () => ({ volume: 0, dropped: false })));
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    await trainAfresh({ microBatchSize: 3 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
