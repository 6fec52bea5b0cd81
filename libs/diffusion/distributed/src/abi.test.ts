import { describe, expect, it } from 'vitest';
import { abiOf } from './abi.ts';

describe('abiOf', () => {
  it.each([
    ['Open MPI v4.1.4', 'Open MPI'],
    ['MPICH Version: 4.0.2', 'MPICH'],
    ['Intel(R) MPI Library 2021.11 for Linux* OS', 'MPICH'],
    ['MVAPICH2 Version : 2.3.7', 'MPICH'],
    ['Platform MPI 9.1', undefined],
  ])('%s', (version, name) => {
    expect(abiOf(version)?.name).toBe(name);
  });
});
