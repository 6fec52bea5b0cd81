import { createCommunicator, type Communicator } from './communicator.ts';
import { findLauncher } from './launcher.ts';
import { openMpiLibrary } from './library.ts';
import { MpiUnavailable } from './unavailable.ts';

export interface MpiOptions {
  /** Seconds that a rank waits for the others before it ends the job. @default 1800, or what BRAINGEN_MPI_PATIENCE says */
  readonly patience?: number | undefined;
}

/**
 * Joins the other processes that mpirun, mpiexec or srun started.
 *
 * @returns undefined where this process was started alone
 * @throws MpiUnavailable where the others are there and cannot be reached: no MPI library, no koffi, or a library of another
 *   MPI than the launcher's, under which every process would silently train for itself
 */
export async function startMpi(options: MpiOptions = {}): Promise<Communicator | undefined> {
  const launcher = findLauncher();
  if (!launcher) return undefined;
  const patience = options.patience ?? Number(process.env['BRAINGEN_MPI_PATIENCE'] ?? 1800);
  if (!(patience > 0)) throw new RangeError(`startMpi: expected a patience above 0 s, found ${patience}`);
  // Open MPI would end the process itself, with a page of advice on building Slurm.
  if (launcher.speaks === 'Slurm')
    throw new MpiUnavailable(
      `${launcher.name} started ${launcher.size} processes without MPI: start them with srun --mpi=pmix (Open MPI) or --mpi=pmi2 (MPICH)`,
    );
  const library = await openMpiLibrary(launcher);
  library.init();
  const { size } = library.ranks();
  if (size !== launcher.size) {
    library.finalize();
    throw new MpiUnavailable(
      `${launcher.name} started ${launcher.size} processes, and ${library.version} knows of ${size}: launcher and library do not belong together; start it with ${library.abi}'s own launcher, or name ${launcher.speaks}'s library by BRAINGEN_MPI_LIBRARY`,
    );
  }
  return createCommunicator(library, launcher.name, { patience });
}
