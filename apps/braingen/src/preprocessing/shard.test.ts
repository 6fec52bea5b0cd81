import { expect, test } from 'vitest';
import { readShard, shareOf } from './shard.ts';

test('--shard counts from 1 and deals round robin', () => {
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
