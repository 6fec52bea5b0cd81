import { startEngine, tf } from '@braingen/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from './condition.ts';
import { prepare } from './conditioning.ts';
import type { UNetConfig } from './config.ts';
import { completeConfig } from './complete-config.ts';

beforeAll(() => startEngine());

const complete = (config: Partial<UNetConfig>): ReturnType<typeof completeConfig> =>
  completeConfig({ channels: [4], normNumGroups: 2, ...config });
const x = (): tf.Tensor5D => tf.ones([2, 1, 1, 2, 1]);

describe('what the network is given', () => {
  const covariates = (): tf.Tensor2D =>
    tf.tensor2d([
      [10, 20],
      [30, 40],
    ]);

  it('has masks after x, and covariates after those', () => {
    const config = complete({ inChannels: 4, numCovariates: 2, covariatesAs: 'channels' });
    const channels = tf.fill([2, 1, 1, 2, 1], 5) as tf.Tensor5D;
    const prepared = prepare(x(), { channels, covariates: covariates() }, config);
    expect(prepared.x.arraySync()).toEqual([
      [
        [
          [
            [1, 5, 10, 20],
            [1, 5, 10, 20],
          ],
        ],
      ],
      [
        [
          [
            [1, 5, 30, 40],
            [1, 5, 30, 40],
          ],
        ],
      ],
    ]);
    expect(prepared.condition.context).toBeUndefined();
  });

  it('has covariates as the last token of the context, or as the only one', () => {
    const settings = { withConditioning: true, crossAttentionDim: 2, numCovariates: 2 } as const;
    const config = complete({ ...settings, covariatesAs: ['context', 'embedding'] });
    const alone = prepare(x(), { covariates: covariates() }, config).condition;
    expect(alone.context?.arraySync()).toEqual([[[10, 20]], [[30, 40]]]);
    expect(alone.covariates?.shape).toEqual([2, 2]);
    const context = tf.zeros([2, 1, 2]) as tf.Tensor3D;
    const both = prepare(x(), { context, covariates: covariates() }, config).condition;
    expect(both.context?.arraySync()[1]).toEqual([
      [0, 0],
      [30, 40],
    ]);
  });
});

describe('a condition that does not fit', () => {
  const ints = (...values: number[]): tf.Tensor1D => tf.tensor1d(values, 'int32');
  const conditioned = { withConditioning: true, crossAttentionDim: 3 };

  it.each<[string, Partial<UNetConfig>, () => Condition, string]>([
    ['no classes', { numClassEmbeds: 2 }, () => ({}), 'expected classes [2], since numClassEmbeds is set, found none'],
    ['classes', {}, () => ({ classes: ints(0, 1) }), 'expected no classes, since numClassEmbeds is not set, found [2]'],
    ['too few classes', { numClassEmbeds: 2 }, () => ({ classes: ints(0) }), 'expected classes [2], found [1]'],
    [
      'a class too high',
      { numClassEmbeds: 2 },
      () => ({ classes: ints(1, 2) }),
      'from 0 to 1, or -1 for none, found 2',
    ],
    ['a class too low', { numClassEmbeds: 2 }, () => ({ classes: ints(1, -2) }), 'or -1 for none, found -2'],
    ['classes as floats', { numClassEmbeds: 2 }, () => ({ classes: tf.tensor1d([0, 1]) }), 'as int32, found float32'],
    [
      'no context',
      conditioned,
      () => ({}),
      'expected context [2, tokens, 3], since withConditioning is set, found none',
    ],
    [
      'a context',
      {},
      () => ({ context: tf.ones([2, 1, 3]) }),
      'expected no context, since withConditioning is not set',
    ],
    ['a narrow context', conditioned, () => ({ context: tf.ones([2, 5, 2]) }), '[2, tokens, 3], found [2, 5, 2]'],
    ['no covariates', { numCovariates: 2 }, () => ({}), 'expected covariates [2, 2], since numCovariates is set'],
    [
      'covariates',
      {},
      () => ({ covariates: tf.ones([2, 1]) }),
      'expected no covariates, since numCovariates is not set',
    ],
    ['few covariates', { numCovariates: 2 }, () => ({ covariates: tf.ones([2, 1]) }), '[2, 2], found [2, 1]'],
    ['a smaller mask', {}, () => ({ channels: tf.ones([2, 1, 1, 1, 1]) }), '[2, 1, 1, 2, c], found [2, 1, 1, 1, 1]'],
  ])('is named: %s', (_, config, condition, message) => {
    expect(() => prepare(x(), condition(), complete(config))).toThrow(message);
  });
});
