import { identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { peopleOf, taskOfSets } from './sets.ts';

const volume = new Volume(new Float32Array(8), { shape: [2, 2, 2], affine: identityAffine });
const labelled = (...pairs: (readonly [string, number | string])[]) =>
  pairs.map(([participant, target]) => ({ participant, target, volume }));
const training = labelled(['sub-1', 30], ['sub-2', 40], ['sub-3', 50]);
const synthetic = labelled(['sample-1', 30], ['sample-2', 70]);
const unseen = labelled(['sub-4', 30], ['sub-5', 20]);

test('sets of numbers are a task', () => {
  expect(taskOfSets({ training, synthetic, unseen }).kind).toBe('number');
});

test.each([
  [{ synthetic: [] }, 'expected at least 2 synthetic volumes, found 0'],
  [{ unseen: labelled(['sub-4', 30], ['sub-3', 50]) }, 'expected unseen people, found sub-3 in training too'],
  [{ unseen: labelled(['sub-4', 30], ['sub-5', 'old']) }, 'expected a number for sub-5, found "old"'],
  [{ training: labelled(['sub-1', 'f'], ['sub-2', 'm']) }, 'expected f or m for sample-1, found "30"'],
  [{ training: labelled(['sub-1', 'f'], ['sub-2', 'f']) }, 'expected targets that differ, found f'],
])('%j is refused', (changed, message) => {
  expect(() => taskOfSets({ training, synthetic, unseen, ...changed })).toThrow(message);
});

test('the scans of one person are together', () => {
  expect(peopleOf(labelled(['a', 1], ['b', 1], ['a', 1]))).toEqual([
    { name: 'a', volumes: [0, 2] },
    { name: 'b', volumes: [1] },
  ]);
});
