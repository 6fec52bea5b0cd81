/** Who started this process as one of several, as its environment shows. */
export interface Launcher {
  /** 'Open MPI', 'MPICH' (its kin Intel MPI and MVAPICH too), or 'Slurm' where srun was given no MPI. */
  readonly speaks: 'Open MPI' | 'MPICH' | 'Slurm';
  /** As people call it. */
  readonly name: string;
  readonly size: number;
  readonly rank: number;
  /** Which of the processes of this machine it is, and how many these are: they share its cores and cards. */
  readonly localRank: number;
  readonly localSize: number;
}

/** The launcher of this process; undefined where it is one alone. */
export function findLauncher(environment: NodeJS.ProcessEnv = process.env): Launcher | undefined {
  const number = (name: string, otherwise = NaN): number => Number(environment[name] ?? otherwise);
  const several = (speaks: Launcher['speaks'], name: string, places: Places): Launcher | undefined =>
    places.size > 1 ? { speaks, name, ...places } : undefined;
  if (environment['OMPI_COMM_WORLD_SIZE'] !== undefined)
    return several('Open MPI', "Open MPI's mpirun", {
      size: number('OMPI_COMM_WORLD_SIZE'),
      rank: number('OMPI_COMM_WORLD_RANK'),
      localSize: number('OMPI_COMM_WORLD_LOCAL_SIZE', 1),
      localRank: number('OMPI_COMM_WORLD_LOCAL_RANK', 0),
    });
  // A batch script sees its allocation's variables too, but is no step of it.
  if (environment['SLURM_STEP_NUM_TASKS'] !== undefined && environment['SLURM_PROCID'] !== undefined) {
    const size = number('SLURM_STEP_NUM_TASKS');
    const localSize = Math.ceil(size / number('SLURM_STEP_NUM_NODES', 1));
    const places = { size, rank: number('SLURM_PROCID'), localSize, localRank: number('SLURM_LOCALID', 0) };
    if (environment['PMIX_RANK'] !== undefined) return several('Open MPI', 'srun --mpi=pmix', places);
    if (environment['PMI_FD'] !== undefined) return several('MPICH', 'srun --mpi=pmi2', places);
    return several('Slurm', 'srun', places);
  }
  if (environment['PMI_SIZE'] !== undefined)
    return several('MPICH', "MPICH's mpiexec", {
      size: number('PMI_SIZE'),
      rank: number('PMI_RANK'),
      localSize: number('MPI_LOCALNRANKS', 1),
      localRank: number('MPI_LOCALRANKID', 0),
    });
  return undefined;
}

type Places = Pick<Launcher, 'size' | 'rank' | 'localSize' | 'localRank'>;
