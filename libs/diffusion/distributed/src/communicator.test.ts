import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCommunicator } from './communicator.ts';
import type { MpiLibrary } from './library.ts';

/** A library of two ranks whose other rank holds twice the numbers. */
const library = (more: Partial<MpiLibrary> = {}): MpiLibrary => ({
  abi: 'Open MPI',
  version: 'Open MPI v4.1.4',
  init: () => {},
  ranks: () => ({ rank: 1, size: 2 }),
  allReduce: async (values, operation) =>
    values.forEach((value, i) => (values[i] = value * (operation === 'sum' ? 3 : 2))),
  finalize: () => {},
  abort: () => {},
  ...more,
});

describe('createCommunicator', () => {
  afterEach(() => vi.useRealTimers());

  it('adds up and compares', async () => {
    const found = createCommunicator(library(), 'mpirun', { patience: 10 });
    const values = Float32Array.of(1, 2, -3);
    await found.sum(values);
    expect(values).toEqual(Float32Array.of(3, 6, -9));
    expect(await found.max(0.1)).toBe(0.2);
    expect(found.describe()).toBe('rank 1 of 2, Open MPI v4.1.4, mpirun');
  });

  it('says so when the others stay silent, once its patience is at an end', async () => {
    vi.useFakeTimers();
    const said: string[] = [];
    const silent = library({ allReduce: () => new Promise(() => {}) });
    const found = createCommunicator(silent, 'mpirun', { patience: 60, onSilence: (message) => said.push(message) });
    void found.max(1);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('rank 1: waited 60 s for the other ranks');
  });

  it('is patient again after every answer', async () => {
    vi.useFakeTimers();
    const said: string[] = [];
    const found = createCommunicator(library(), 'mpirun', { patience: 60, onSilence: (message) => said.push(message) });
    await found.max(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(said).toEqual([]);
  });

  it('takes leave when all have come', async () => {
    const order: string[] = [];
    const watched = library({
      allReduce: () => Promise.resolve(void order.push('wait')),
      finalize: () => void order.push('finalize'),
    });
    await createCommunicator(watched, 'mpirun', { patience: 10 }).close();
    expect(order).toEqual(['wait', 'finalize']);
  });
});
