/** Who started this process as one of several, as its environment shows. */
export interface Launcher {
  /** 'Open MPI', 'MPICH' (its kin Intel MPI and MVAPICH too), or 'Slurm' where srun was given no MPI. */
  readonly speaks: 'Open MPI' | 'MPICH' | 'Slurm';
  /** As people call it. */
  readonly name: string;
  readonly size: number;
  readonly rank: number;
}

/** The launcher of this process; undefined where it is one alone. */
export function findLauncher(environment: NodeJS.ProcessEnv = process.env): Launcher | undefined {
  const number = (name: string): number => Number(environment[name] ?? NaN);
  const underSlurm = environment['SLURM_STEP_NUM_TASKS'] !== undefined && environment['SLURM_PROCID'] !== undefined;
  if (environment['OMPI_COMM_WORLD_SIZE'] !== undefined)
    return several('Open MPI', "Open MPI's mpirun", number('OMPI_COMM_WORLD_SIZE'), number('OMPI_COMM_WORLD_RANK'));
  if (underSlurm) {
    // A batch script sees its allocation's variables too, but is no step of it.
    const [size, rank] = [number('SLURM_STEP_NUM_TASKS'), number('SLURM_PROCID')];
    if (environment['PMIX_RANK'] !== undefined) return several('Open MPI', 'srun --mpi=pmix', size, rank);
    if (environment['PMI_FD'] !== undefined) return several('MPICH', 'srun --mpi=pmi2', size, rank);
    return several('Slurm', 'srun', size, rank);
  }
  if (environment['PMI_SIZE'] !== undefined)
    return several('MPICH', "MPICH's mpiexec", number('PMI_SIZE'), number('PMI_RANK'));
  return undefined;
}

function several(speaks: Launcher['speaks'], name: string, size: number, rank: number): Launcher | undefined {
  return size > 1 ? { speaks, name, size, rank } : undefined;
}
