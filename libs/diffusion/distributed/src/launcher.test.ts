import { describe, expect, it } from 'vitest';
import { findLauncher } from './launcher.ts';

const step = { SLURM_STEP_NUM_TASKS: '4', SLURM_PROCID: '3' };

describe('findLauncher', () => {
  it.each([
    ['mpirun of Open MPI', { OMPI_COMM_WORLD_SIZE: '2', OMPI_COMM_WORLD_RANK: '1', PMIX_RANK: '1' }, 'Open MPI', 2, 1],
    ['mpirun within a Slurm job', { ...step, OMPI_COMM_WORLD_SIZE: '2', OMPI_COMM_WORLD_RANK: '1' }, 'Open MPI', 2, 1],
    ['mpiexec of MPICH', { PMI_SIZE: '2', PMI_RANK: '0', PMI_FD: '6' }, 'MPICH', 2, 0],
    ['srun --mpi=pmix', { ...step, PMIX_RANK: '3' }, 'Open MPI', 4, 3],
    ['srun --mpi=pmi2', { ...step, PMI_FD: '5', PMI_RANK: '3', PMI_SIZE: '4' }, 'MPICH', 4, 3],
    ['srun without a word on MPI', step, 'Slurm', 4, 3],
  ])('%s', (_, environment, speaks, size, rank) => {
    expect(findLauncher(environment)).toMatchObject({ speaks, size, rank });
  });

  it('tells the processes of a machine apart, which share its cores and cards', () => {
    const places = { localRank: 1, localSize: 2 };
    const mpirun = { OMPI_COMM_WORLD_SIZE: '4', OMPI_COMM_WORLD_RANK: '3' };
    expect(findLauncher({ ...mpirun, OMPI_COMM_WORLD_LOCAL_SIZE: '2', OMPI_COMM_WORLD_LOCAL_RANK: '1' })).toMatchObject(
      places,
    );
    expect(findLauncher({ PMI_SIZE: '4', PMI_RANK: '3', MPI_LOCALNRANKS: '2', MPI_LOCALRANKID: '1' })).toMatchObject(
      places,
    );
    expect(findLauncher({ ...step, SLURM_STEP_NUM_NODES: '2', SLURM_LOCALID: '1', PMIX_RANK: '3' })).toMatchObject(
      places,
    );
  });

  it.each([
    ['a plain start', {}],
    ['one process under mpirun', { OMPI_COMM_WORLD_SIZE: '1', OMPI_COMM_WORLD_RANK: '0' }],
    ['a batch script, whose job has several tasks', { SLURM_NTASKS: '4', SLURM_PROCID: '0' }],
  ])('%s is one alone', (_, environment) => {
    expect(findLauncher(environment)).toBeUndefined();
  });
});
