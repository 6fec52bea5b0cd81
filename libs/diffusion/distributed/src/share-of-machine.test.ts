import { describe, expect, it } from 'vitest';
import { takeOwnGpu, threadsOfRank } from './share-of-machine.ts';

const free = { available: 16, all: 16 };

describe('threadsOfRank', () => {
  it('shares the cores of a machine evenly, one each at least', () => {
    expect(threadsOfRank({ localSize: 4 }, 16, free)).toBe(4);
    expect(threadsOfRank({ localSize: 3 }, 16, free)).toBe(5);
    expect(threadsOfRank({ localSize: 32 }, 16, free)).toBe(1);
  });

  it('leaves a number that was asked for, and cores that the launcher shared out', () => {
    expect(threadsOfRank({ localSize: 4 }, 8, free)).toBe(8);
    expect(threadsOfRank({ localSize: 4 }, 4, { available: 4, all: 16 })).toBe(4);
  });
});

describe('takeOwnGpu', () => {
  it('counts the processes of a machine', () => {
    const environment: NodeJS.ProcessEnv = {};
    takeOwnGpu({ localRank: 1, localSize: 2 }, environment);
    expect(environment['CUDA_VISIBLE_DEVICES']).toBe('1');
  });

  it('leaves one process all, and what was set', () => {
    const environment: NodeJS.ProcessEnv = {};
    takeOwnGpu({ localRank: 0, localSize: 1 }, environment);
    expect(environment).toEqual({});
    const set = { CUDA_VISIBLE_DEVICES: '3' };
    takeOwnGpu({ localRank: 0, localSize: 2 }, set);
    expect(set).toEqual({ CUDA_VISIBLE_DEVICES: '3' });
  });
});
