import { conv3d, startEngine, tf } from '@braingen/engine';
import { createSchedule } from '@braingen/scheduler';
import { createRandom } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { StoppedWithOthers, type Ranks } from './ranks.ts';
import type { TrainingState } from './state.ts';
import { train, type TrainingOptions, type ValidationReport } from './train.ts';
import { trainingSet } from './training-set.ts';

const shape = [4, 4, 4, 1] as const;
const random = createRandom('ranks');
const volumes = (count: number) =>
  trainingSet(
    Array.from({ length: count }, (_, i) =>
      Float32Array.from({ length: 64 }, () => i / 4 - 0.5 + 0.1 * random.normal()),
    ),
    shape,
  );
const data = volumes(5);
const heldOut = volumes(3);

/** Ranks within one process: a call is answered when all have made theirs. */
function together(size: number): Ranks[] {
  let waiting: { value: Float32Array; done: () => void }[] = [];
  const meet = (value: Float32Array, combine: (all: Float32Array[]) => number[]): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ value, done: resolve });
      if (waiting.length < size) return;
      const all = waiting;
      waiting = [];
      const found = combine(all.map((each) => each.value));
      for (const each of all) {
        each.value.set(found);
        each.done();
      }
    });
  return Array.from({ length: size }, (_, rank) => ({
    rank,
    size,
    sum: (values) => meet(values, (all) => Array.from(values, (_, i) => all.reduce((sum, each) => sum + each[i], 0))),
    max: async (value) => {
      const values = Float32Array.of(value);
      await meet(values, (all) => [Math.max(...all.map(([each]) => each))]);
      return values[0];
    },
  }));
}

interface Outcome {
  readonly state: TrainingState;
  readonly losses: number[];
  readonly reports: ValidationReport[];
  /** Which volumes it asked for. */
  readonly read: number[];
}

async function trainOne(more: Partial<TrainingOptions>): Promise<Outcome> {
  const variables = new Map([
    ['weight', tf.variable(tf.zeros([3, 3, 3, 1, 1]))],
    ['bias', tf.variable(tf.zeros([1]))],
  ]);
  const model = (x: tf.Tensor5D): tf.Tensor5D =>
    conv3d(x, variables.get('weight') as tf.Tensor as tf.Tensor5D, variables.get('bias') as tf.Tensor as tf.Tensor1D);
  const [losses, reports, read]: [number[], ValidationReport[], number[]] = [[], [], []];
  const state = await train({
    ...{ model, variables, schedule: createSchedule(), steps: 10, batchSize: 4, learningRate: 0.01, seed: 3 },
    data: { ...data, volume: (index) => (read.push(index), data.volume(index)) },
    validation: { data: heldOut, every: 5 },
    onStep: ({ loss }) => losses.push(loss),
    onValidation: (report) => void reports.push(report),
    ...more,
  }).finally(() => tf.dispose([...variables.values()]));
  return { state, losses, reports, read };
}

describe('ranks', () => {
  beforeAll(() => startEngine());

  it.each([2, 4])('%i of them train as one process does, with the same bits each', async (size) => {
    const whole = await trainOne({});
    const parts = await Promise.all(together(size).map((ranks) => trainOne({ ranks })));
    for (const part of parts) {
      expect(part.state).toEqual(parts[0].state);
      expect(part.losses).toEqual(parts[0].losses);
      expect(part.reports).toEqual(parts[0].reports);
    }
    whole.losses.forEach((loss, step) => expect(Math.abs(parts[0].losses[step] - loss) / loss).toBeLessThan(1e-5));
    for (const [name, values] of whole.state.weights)
      values.forEach((value, i) => expect(parts[0].state.weights.get(name)?.[i]).toBeCloseTo(value, 5));
    expect(parts.map(({ read }) => read.length)).toEqual(parts.map(() => whole.read.length / size));
    expect(parts.flatMap(({ read }) => read).sort()).toEqual(whole.read.sort());
  });

  it('stop together at the same step, when one of them is asked to', async () => {
    const controller = new AbortController();
    const states: TrainingState[] = [];
    const [first, second] = together(2);
    const shared = { onCheckpoint: (state: TrainingState) => void states.push(state) };
    const outcomes = await Promise.allSettled([
      trainOne({
        ...shared,
        ranks: first,
        signal: controller.signal,
        onStep: ({ step }) => step === 3 && controller.abort(),
      }),
      trainOne({ ...shared, ranks: second }),
    ]);
    expect(outcomes.map((each) => (each as PromiseRejectedResult).reason.name)).toEqual([
      'AbortError',
      'StoppedWithOthers',
    ]);
    expect((outcomes[1] as PromiseRejectedResult).reason).toBeInstanceOf(StoppedWithOthers);
    expect(states.map(({ step }) => step)).toEqual([3, 3]);
    expect(states[1]).toEqual(states[0]);
  });

  it('end with a word where their weights have come apart', async () => {
    const outcomes = await Promise.allSettled(
      together(2).map((ranks) => trainOne({ ranks: { ...ranks, sum: () => Promise.resolve() } })),
    );
    for (const each of outcomes)
      expect((each as PromiseRejectedResult).reason.message).toMatch(/expected the same weights on all 2 ranks/);
  });

  it('need a batch that they can share', async () => {
    const [ranks] = together(3);
    await expect(trainOne({ ranks })).rejects.toThrow('expected a batchSize that 3 ranks can share, found 4');
  });

  it('an early end is that of a training of so many steps', async () => {
    const stopped = await trainOne({ onValidation: ({ step }) => (step === 5 ? 'stop' : undefined) });
    expect(stopped.state).toEqual((await trainOne({ steps: 5 })).state);
  });
});
