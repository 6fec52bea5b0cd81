import { startEngine, tf } from '@braingen/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { withoutCondition } from './condition.ts';

beforeAll(() => startEngine());

describe('withoutCondition', () => {
  const condition = {
    channels: tf.ones([2, 1, 1, 1, 1]) as tf.Tensor5D,
    context: tf.ones([2, 1, 3]) as tf.Tensor3D,
    classes: tf.tensor1d([4, 5], 'int32'),
    covariates: tf.tensor2d([
      [0.2, 0.4],
      [0.6, 0.8],
    ]),
  };

  it('fills all but the channels with -1', () => {
    const { channels, context, classes, covariates } = withoutCondition(condition);
    expect(channels).toBe(condition.channels);
    expect(context?.arraySync()).toEqual([[[-1, -1, -1]], [[-1, -1, -1]]]);
    expect(classes?.dtype).toBe('int32');
    expect(classes?.arraySync()).toEqual([-1, -1]);
    expect(covariates?.arraySync()).toEqual([
      [-1, -1],
      [-1, -1],
    ]);
  });

  it('leaves the other items of the batch as they are', () => {
    const { context, classes, covariates } = withoutCondition(condition, [false, true]);
    expect(context?.arraySync()).toEqual([[[1, 1, 1]], [[-1, -1, -1]]]);
    expect(classes?.dtype).toBe('int32');
    expect(classes?.arraySync()).toEqual([4, -1]);
    expect(covariates?.arraySync()[0].map((value) => Number(value.toFixed(3)))).toEqual([0.2, 0.4]);
    expect(covariates?.arraySync()[1]).toEqual([-1, -1]);
  });

  it('invents nothing', () => {
    expect(withoutCondition({})).toEqual({});
  });

  it('names a list that does not fit', () => {
    expect(() => withoutCondition(condition, [true])).toThrow('expected 2 entries in items, found 1');
  });
});
