import { afterEach, describe, expect, it, vi } from 'vitest';
import { startMpi } from './start-mpi.ts';
import { MpiUnavailable } from './unavailable.ts';

describe('startMpi', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is nothing for a process of its own', async () => {
    for (const name of ['OMPI_COMM_WORLD_SIZE', 'PMI_SIZE', 'SLURM_STEP_NUM_TASKS']) vi.stubEnv(name, undefined);
    expect(await startMpi()).toBeUndefined();
  });

  it('refuses several processes of srun that were given no MPI, rather than let each train for itself', async () => {
    vi.stubEnv('OMPI_COMM_WORLD_SIZE', undefined);
    vi.stubEnv('SLURM_STEP_NUM_TASKS', '2');
    vi.stubEnv('SLURM_PROCID', '0');
    await expect(startMpi()).rejects.toThrow(/srun started 2 processes without MPI: start them with srun --mpi=pmix/);
    await expect(startMpi()).rejects.toBeInstanceOf(MpiUnavailable);
  });

  it('refuses a library that is not there', async () => {
    vi.stubEnv('OMPI_COMM_WORLD_SIZE', '2');
    vi.stubEnv('OMPI_COMM_WORLD_RANK', '0');
    vi.stubEnv('BRAINGEN_MPI_LIBRARY', '/nowhere/libmpi.so');
    await expect(startMpi()).rejects.toThrow(/(no MPI library was found|koffi.*is not installed)/);
  });
});
