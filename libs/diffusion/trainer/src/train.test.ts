import { conv3d, startEngine, tf, type Model } from '@braingen/engine';
import { createSchedule } from '@braingen/scheduler';
import { createRandom } from '@braingen/volume';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TrainingState } from './state.ts';
import { train, TrainingError, type StepReport, type TrainingOptions, type ValidationReport } from './train.ts';
import { trainingSet } from './training-set.ts';

const shape = [4, 4, 4, 1] as const;
const random = createRandom('volumes');
/** Two kinds of smooth volumes and one in between. */
const data = trainingSet(
  [-0.5, 0, 0.5].map((mean) => Float32Array.from({ length: 64 }, () => mean + 0.1 * random.normal())),
  shape,
);
const schedule = createSchedule();

/** One convolution that hears the time through a second input channel. */
let variables: Map<string, tf.Variable>;
const model: Model = (x, t) =>
  tf.tidy(() => {
    const time = tf.add(tf.zerosLike(x), tf.reshape(tf.div(t, schedule.steps), [-1, 1, 1, 1, 1])) as tf.Tensor5D;
    return conv3d(
      tf.concat([x, time], 4),
      variables.get('weight') as tf.Tensor as tf.Tensor5D,
      variables.get('bias') as tf.Tensor as tf.Tensor1D,
    );
  });

beforeAll(() => startEngine());
beforeEach(() => {
  variables = new Map([
    ['weight', tf.variable(tf.zeros([3, 3, 3, 2, 1]))],
    ['bias', tf.variable(tf.zeros([1]))],
  ]);
});
afterEach(() => tf.dispose([...variables.values()]));

const options = (more: Partial<TrainingOptions> = {}): TrainingOptions => ({
  model,
  variables,
  data,
  schedule,
  steps: 12,
  batchSize: 2,
  learningRate: 0.01,
  seed: 5,
  ...more,
});

/** A training from fresh variables. */
async function trainAfresh(more: Partial<TrainingOptions> = {}): Promise<TrainingState> {
  for (const variable of variables.values()) tf.tidy(() => variable.assign(tf.zeros(variable.shape)));
  return train(options(more));
}

/** A learning rate that makes the weights NaN on its way: the step that follows keeps them so. */
const poisoned = (): number => {
  const weight = variables.get('weight') as tf.Variable;
  tf.tidy(() => weight.assign(tf.fill(weight.shape, NaN)));
  return 0.01;
};

describe('train', () => {
  it('lowers the error, on volumes it has not seen too', async () => {
    const losses: number[] = [];
    const validations: ValidationReport[] = [];
    const heldOut = trainingSet([Float32Array.from({ length: 64 }, () => 0.3 + 0.1 * random.normal())], shape);
    await train(
      options({
        steps: 60,
        batchSize: 4,
        validation: { data: heldOut, every: 20 },
        onStep: ({ loss }) => losses.push(loss),
        onValidation: (report) => void validations.push(report),
      }),
    );
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(losses[0]).toBeGreaterThan(0.8); // a model that predicts 0 sees the variance of the noise
    expect(mean(losses.slice(-10))).toBeLessThan(0.6 * mean(losses.slice(0, 5)));
    expect(validations.map(({ step }) => step)).toEqual([20, 40, 60]);
    expect(validations[2].loss).toBeLessThan(validations[0].loss);
  });

  it('gives equal bits for equal seeds, and others for another', async () => {
    const [first, again, other] = [await trainAfresh(), await trainAfresh(), await trainAfresh({ seed: 6 })];
    expect(again).toEqual(first);
    expect(other.weights).not.toEqual(first.weights);
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const whole = await trainAfresh();
    const half = await trainAfresh({ steps: 5 });
    expect(half.step).toBe(5);
    const { weights, ema, moments, step } = await trainAfresh({ state: half });
    expect({ step, weights, ema, moments }).toEqual(whole);
  });

  it('takes the samples in the same order whatever the batch size', async () => {
    const seen = async (batchSize: number): Promise<number[]> => {
      const order: number[] = [];
      const watched = { ...data, volume: (index: number) => (order.push(index), data.volume(index)) };
      await trainAfresh({ data: watched, batchSize, steps: 12 / batchSize });
      return order;
    };
    const one = await seen(1);
    expect(await seen(3)).toEqual(one);
    for (let epoch = 0; epoch < 4; epoch++) expect(one.slice(3 * epoch, 3 * epoch + 3).sort()).toEqual([0, 1, 2]);
  });

  it('accumulates the gradients of small batches to those of a large one', async () => {
    const whole = await trainAfresh({ batchSize: 5, steps: 3 });
    const parts = await trainAfresh({ batchSize: 5, steps: 3, microBatchSize: 2 });
    expect(parts.moments.mean.get('weight')).not.toEqual(new Float32Array(54));
    for (const [name, values] of whole.moments.mean)
      values.forEach((value, i) => expect(parts.moments.mean.get(name)?.[i]).toBeCloseTo(value, 6));
  });

  it('trains at the given times, each weighted', async () => {
    const times: number[] = [];
    const weighed = (_: unknown, __: unknown, t: number): number => (times.push(t), 2);
    const losses: Record<'plain' | 'weighed', number[]> = { plain: [], weighed: [] };
    const timeSampling = { kind: 'logit-normal', mean: 1, deviation: 0.5 } as const;
    const still = { learningRate: 0, timeSampling };
    await trainAfresh({ ...still, onStep: ({ loss }) => losses.plain.push(loss) });
    await trainAfresh({ ...still, lossWeight: weighed, onStep: ({ loss }) => losses.weighed.push(loss) });
    losses.plain.forEach((loss, i) => expect(losses.weighed[i]).toBeCloseTo(2 * loss, 5));
    const median = [...times].sort((a, b) => a - b)[12];
    expect(Math.abs(median - 731)).toBeLessThan(100); // of the logistic of 1, 24 draws
  });

  it('hands over a checkpoint before it follows an abort, and the rest gives the same bits', async () => {
    const whole = await trainAfresh();
    const controller = new AbortController();
    const states: TrainingState[] = [];
    const stopped = trainAfresh({
      signal: controller.signal,
      onStep: ({ step }) => step === 4 && controller.abort(new Error('enough')),
      onCheckpoint: (state) => void states.push(state),
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(states.map(({ step }) => step)).toEqual([4]);
    expect(await trainAfresh({ state: states[0] })).toEqual(whole);
  });

  it('keeps a moving average that starts quickly', async () => {
    const states: TrainingState[] = [];
    await trainAfresh({
      steps: 3,
      checkpointEvery: 1,
      emaDecay: 0.15,
      onCheckpoint: (state) => void states.push(state),
    });
    const bias = (state: TrainingState): number => state.weights.get('bias')?.[0] as number;
    let average = 0; // the variables' start
    [1 / 10, 0.15, 0.15].forEach((decay, step) => {
      average = decay * average + (1 - decay) * bias(states[step]);
      expect(states[step].ema.get('bias')?.[0]).toBeCloseTo(average, 6);
    });
  });

  it('reports each step with its learning rate, and its progress', async () => {
    const reports: StepReport[] = [];
    const progress: number[] = [];
    await trainAfresh({
      steps: 4,
      learningRate: (step) => 0.1 / (step + 1),
      onStep: (report) => reports.push(report),
      onProgress: (fraction) => progress.push(fraction),
    });
    expect(reports.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(reports.map(({ learningRate }) => learningRate)).toEqual([0.1, 0.05, 0.1 / 3, 0.025]);
    expect(progress).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('limits the norm of the gradients', async () => {
    // Adam does not see a factor that stays the same, so its second moments are looked at.
    const loud = await trainAfresh({ steps: 1 });
    const quiet = await trainAfresh({ steps: 1, clipNorm: 1e-3 });
    const norm = ({ moments }: TrainingState): number =>
      Math.sqrt(
        [...moments.mean.values()].flatMap((values) => [...values]).reduce((sum, value) => sum + value ** 2, 0),
      ) / 0.1;
    expect(norm(loud)).toBeGreaterThan(1e-2);
    expect(norm(quiet)).toBeCloseTo(1e-3, 6);
    expect(norm(await trainAfresh({ steps: 1, clipNorm: 1e3 }))).toBe(norm(loud));
  });

  it('augments with the generator of the sample', async () => {
    const flipped = (volume: Float32Array): Float32Array => volume.slice().reverse();
    const plain = await trainAfresh();
    const augmented = await trainAfresh({
      augment: (volume, { uniform }) => (uniform() < 0.5 ? flipped(volume) : volume),
    });
    const again = await trainAfresh({ augment: (volume, { uniform }) => (uniform() < 0.5 ? flipped(volume) : volume) });
    expect(augmented.weights).not.toEqual(plain.weights);
    expect(again).toEqual(augmented);
  });

  it('leaves no tensors behind, whether it ends well or not', async () => {
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    await trainAfresh({ clipNorm: 0.1, onStep: () => counts.push(tf.memory().numTensors) });
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    await expect(trainAfresh({ learningRate: poisoned })).rejects.toThrow(TrainingError);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops where the loss is no number, and says at which step and which weights', async () => {
    await expect(trainAfresh({ learningRate: poisoned })).rejects.toThrow(
      'step 2: expected a finite loss, found NaN; the weights weight are not finite',
    );
    const loud = trainingSet([new Float32Array(64).fill(Infinity)], shape);
    await expect(trainAfresh({ data: loud })).rejects.toThrow(
      'step 1: expected a finite loss, found NaN; the weights are',
    );
  });

  it('keeps no state of weights that are not finite', async () => {
    const states: TrainingState[] = [];
    const onCheckpoint = (state: TrainingState): void => void states.push(state);
    await expect(trainAfresh({ learningRate: poisoned, steps: 1, onCheckpoint })).rejects.toThrow(
      'step 1: expected finite weights, found weight with others',
    );
    expect(states).toEqual([]);
  });

  it.each([
    [{ steps: 0 }, 'expected at least 1 of steps, found 0'],
    [{ batchSize: 1.5 }, 'expected at least 1 of batchSize, found 1.5'],
    [{ microBatchSize: 0 }, 'expected at least 1 of microBatchSize, found 0'],
    [{ data: trainingSet([], shape) }, 'expected at least 1 of volumes in data, found 0'],
    [{ emaDecay: 1 }, 'expected emaDecay in [0, 1), found 1'],
  ] satisfies [Partial<TrainingOptions>, string][])('refuses %o', async (more, message) => {
    await expect(trainAfresh(more)).rejects.toThrow(message);
  });

  it('refuses a state of other variables', async () => {
    const state = await trainAfresh({ steps: 1 });
    const short = { ...state, weights: new Map([...state.weights, ['bias', new Float32Array(3)]]) };
    await expect(trainAfresh({ state: short })).rejects.toThrow('expected 1 numbers for bias in the state, found 3');
  });
});

describe('trainingSet', () => {
  it('refuses volumes that do not fill the shape', () => {
    expect(() => trainingSet([new Float32Array(64), new Float32Array(63)], shape)).toThrow(
      'expected 4 x 4 x 4 x 1 numbers in volume 1, found 63',
    );
  });
});
