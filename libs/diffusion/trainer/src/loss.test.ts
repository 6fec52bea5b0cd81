import { startEngine, tf, type Model } from '@braingen/engine';
import { createSchedule, minSnrWeight, uniformWeight } from '@braingen/scheduler';
import { createRandom } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBatch, type Sample } from './batch.ts';
import { batchLoss } from './loss.ts';

const schedule = createSchedule();
const shape = [2, 2, 1, 1] as const;
const sample = (t: number, x0: number): Sample => ({
  volume: 0,
  dropped: false,
  x0: new Float32Array(4).fill(x0),
  t,
  random: createRandom(t),
});
/** Always predicts 0, so that its error is the mean square of the target. */
const silent: Model = (x) => tf.zerosLike(x);

beforeAll(() => startEngine());

const lossOf = (samples: Sample[], lossWeight = uniformWeight): number =>
  tf.tidy(() => {
    const batch = makeBatch(samples, shape, { schedule, predictionType: 'sample', lossWeight });
    return batchLoss(silent, batch, undefined).dataSync()[0];
  });

describe('batchLoss', () => {
  it('is the mean squared error where all count alike', () => {
    expect(lossOf([sample(10, 0.5), sample(900, 2)])).toBeCloseTo((0.25 + 4) / 2, 6);
  });

  it('counts each volume by the weight of its time', () => {
    const weight = (t: number): number => minSnrWeight(schedule, 'sample', t);
    expect(weight(10)).toBe(5);
    expect(lossOf([sample(10, 0.5)], minSnrWeight)).toBeCloseTo(5 * 0.25, 6);
    const both = (5 * 0.25 + weight(900) * 4) / 2;
    expect(lossOf([sample(10, 0.5), sample(900, 2)], minSnrWeight)).toBeCloseTo(both, 6);
  });
});
