import { startEngine, tf } from '@braingen/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { conditionedNetwork, conditionsFrom } from '../kinds/unet/unet-conditions.ts';
import { conditionWarnings, type Conditioning } from './conditioning.ts';
import { encodeCondition } from './encode.ts';
import { learnConditioning } from './learn-conditioning.ts';

const values = [
  { age: '20', sex: 'f', group: 'depr', intracranialMl: 1400.5 },
  { age: '80', sex: 'm', group: 'control', intracranialMl: 1500 },
  { sex: 'f', group: 'other', intracranialMl: 1450 },
];
const source = { kind: 'request', field: 'test' } as const;
const choice = { covariates: ['age', 'sex', 'intracranialMl'], classes: 'group' };
const learned: Conditioning = {
  covariates: [
    { name: 'age', range: [20, 80] },
    { name: 'sex', range: [0, 1], levels: ['f', 'm'] },
    { name: 'intracranialMl', range: [1400.5, 1500] },
  ],
  classes: { name: 'group', values: ['control', 'depr', 'other'] },
};

beforeAll(() => startEngine());

describe('learnConditioning', () => {
  it('finds ranges, two kinds and classes', () => {
    expect(learnConditioning(choice, values, 'data')).toEqual(learned);
    expect(conditionedNetwork(learned)).toEqual({ numCovariates: 3, numClassEmbeds: 3 });
    expect(conditionedNetwork({ covariates: [], classes: learned.classes! })).toEqual({ numClassEmbeds: 3 });
  });

  it.each([
    [
      { covariates: ['weight'] },
      "data: expected weight in participants.tsv or in the volumes' sidecars, found age, group, intracranialMl, sex",
    ],
    [
      { covariates: ['group'] },
      'data: expected numbers, or two kinds, for the covariate group, found control, depr, other',
    ],
  ])('refuses %o', (wrong, message) => {
    expect(() => learnConditioning(wrong, values, 'data')).toThrow(message);
  });

  it('refuses what is the same for all', () => {
    const same = [
      { age: 30, group: 'a' },
      { age: 30, group: 'a' },
    ];
    expect(() => learnConditioning({ covariates: ['age'] }, same, 'data')).toThrow('found 30 everywhere');
    expect(() => learnConditioning({ covariates: [], classes: 'group' }, same, 'data')).toThrow('found a everywhere');
  });
});

describe('encodeCondition', () => {
  it('scales by the range of training, beyond it too, and marks what is unknown', () => {
    expect(encodeCondition(learned, { age: '50', sex: 'm', group: 'depr' }, source)).toEqual({
      covariates: [0.5, 1, -1],
      class: 1,
    });
    expect(encodeCondition(learned, { age: 95 }, source)).toEqual({ covariates: [1.25, -1, -1], class: -1 });
  });

  it.each([
    [{ weight: 3 }, 'test: expected age, sex, intracranialMl, group, which the model was trained with, found weight'],
    [{ age: 'old' }, 'test: expected a number for age, found "old"'],
    [{ sex: 'w' }, 'test: expected sex of f or m, found "w"'],
    [{ group: 'x' }, 'test: expected group of control, depr, other, found "x"'],
  ])('refuses %o', (wrong, message) => {
    expect(() => encodeCondition(learned, wrong, source)).toThrow(message);
  });

  it('warns of what lies outside the range of training', () => {
    expect(conditionWarnings(learned, { age: 95, sex: 'm' })).toEqual([
      'age 95 lies outside 20 to 80, the range of the training volumes',
    ]);
    expect(conditionWarnings(learned, { age: 80 })).toEqual([]);
  });
});

describe('conditionsFrom', () => {
  it('makes the tensors of a batch, and leaves dropped volumes unconditioned', () => {
    const encoded = [{ covariates: [0.25, 1, 0.5], class: 2 }];
    tf.tidy(() => {
      const { covariates, classes, context, channels } = conditionsFrom(
        learned,
        () => encoded[0],
      )([
        { volume: 0, dropped: false },
        { volume: 1, dropped: true },
      ]);
      expect(covariates?.arraySync()).toEqual([
        [0.25, 1, 0.5],
        [-1, -1, -1],
      ]);
      expect(classes?.arraySync()).toEqual([2, -1]);
      expect([context, channels]).toEqual([undefined, undefined]);
    });
  });
});
