import { expect, test } from 'vitest';
import { splitByParticipant } from './split.ts';

const volumes = (participants: number, each: number): { participant: string; session: number }[] =>
  Array.from({ length: participants * each }, (_, i) => ({ participant: `sub-${i % participants}`, session: i }));
const names = (items: readonly { participant: string }[]): string[] => [
  ...new Set(items.map(({ participant }) => participant)),
];

test.each([
  [3, 4, 1],
  [20, 3, 2],
  [4, 1, 0],
  [1, 12, 0],
])('%i participants of %i volumes: %i are held out with all of their volumes', (participants, each, held) => {
  const { training, validation } = splitByParticipant(volumes(participants, each), { share: 0.1, seed: 1 });
  expect(names(validation)).toHaveLength(held);
  expect(validation).toHaveLength(held * each);
  expect(training).toHaveLength((participants - held) * each);
  expect(names(training).filter((name) => names(validation).includes(name))).toEqual([]);
});

test('the seed decides who is held out', () => {
  const held = (seed: number): string[] => names(splitByParticipant(volumes(20, 1), { share: 0.1, seed }).validation);
  expect(held(1)).toEqual(held(1));
  expect(held(1)).not.toEqual(held(2));
});

test('a share of 0 holds none out', () => {
  expect(splitByParticipant(volumes(9, 2), { share: 0, seed: 0 }).validation).toEqual([]);
});

test('participants that are linked stay together, through others too', () => {
  const linked = [
    ['sub-0', 'sub-1'],
    ['sub-1', 'sub-2', 'sub-3'],
  ];
  for (const seed of [1, 2, 3, 4]) {
    const { training } = splitByParticipant(volumes(6, 1), { share: 0.3, seed, linked });
    const together = linked.flat().filter((name) => names(training).includes(name));
    expect([0, 5]).toContain(together.length);
  }
});
