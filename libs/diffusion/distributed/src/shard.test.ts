import { expect, test } from 'vitest';
import { readShard, shareOf } from './shard.ts';

test('shares count from 1 and deal round robin', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];
  expect(shareOf(items, readShard('1/2', {}))).toEqual(['a', 'c', 'e']);
  expect(shareOf(items, readShard('2/2', {}))).toEqual(['b', 'd']);
});

test('a Slurm array and an MPI launcher say the share', () => {
  expect(
    readShard(undefined, { SLURM_ARRAY_TASK_ID: '5', SLURM_ARRAY_TASK_MIN: '3', SLURM_ARRAY_TASK_COUNT: '4' }),
  ).toEqual({ index: 2, count: 4 });
  expect(readShard(undefined, { OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '3' })).toEqual({
    index: 1,
    count: 3,
  });
  expect(readShard(undefined, { SLURM_PROCID: '0', SLURM_NTASKS: '1' })).toEqual({ index: 0, count: 1 });
});

test.each(['0/2', '3/2', '1', 'a/b', '-1/2'])('"%s" is no share', (text) => {
  expect(() => readShard(text, {})).toThrow('expected i/n');
});

const array = (id: number, ids: number[], step = 1): NodeJS.ProcessEnv => ({
  SLURM_ARRAY_TASK_ID: `${id}`,
  SLURM_ARRAY_TASK_MIN: `${Math.min(...ids)}`,
  SLURM_ARRAY_TASK_MAX: `${Math.max(...ids)}`,
  SLURM_ARRAY_TASK_STEP: `${step}`,
  SLURM_ARRAY_TASK_COUNT: `${ids.length}`,
});

test('an array with a step leaves no item out', () => {
  const items = Array.from({ length: 9 }, (_, i) => i);
  const ids = [1, 3, 5, 7, 9];
  const done = ids.flatMap((id) => shareOf(items, readShard(undefined, array(id, ids, 2))));
  expect(done.sort()).toEqual(items);
});

test.each([
  [5, [2, 5]],
  [2, [2, 5]],
  [9, [1, 2, 9]],
])('task %i of the list %j cannot know its share and says so', (id, ids) => {
  expect(() => readShard(undefined, array(id, ids))).toThrow(/shard: expected i\/n.*found task/);
  expect(readShard('2/9', array(id, ids))).toEqual({ index: 1, count: 9 });
});

test('one task of an array done again does everything that is missing', () => {
  expect(readShard(undefined, array(5, [5]))).toEqual({ index: 0, count: 1 });
});

test('a rank beyond its size is refused', () => {
  expect(() => readShard(undefined, { PMI_RANK: '4', PMI_SIZE: '4' })).toThrow('expected PMI_RANK of 0 to 3');
});
