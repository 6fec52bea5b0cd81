import type { MpiLibrary } from './library.ts';

/** Ranks of one job, for @braingen/trainer's `ranks`. Every rank calls the same methods in the same order. */
export interface Communicator {
  readonly rank: number;
  readonly size: number;
  /** The library and the launcher, in one line. */
  describe(): string;
  /** Adds the ranks' numbers up, in place; every rank ends with the same bits. */
  sum(values: Float32Array): Promise<void>;
  /** The largest of the ranks' numbers. */
  max(value: number): Promise<number>;
  /** Waits until all ranks are here. */
  barrier(): Promise<void>;
  /** Takes leave of the others, at the end of all work: every rank calls it. */
  close(): Promise<void>;
  /** Ends all ranks with an exit status, and this process with them. */
  abort(status: number): Promise<never>;
}

export interface CommunicatorOptions {
  /** Seconds that this rank waits for the others. */
  readonly patience: number;
  /** What to do when it has waited so long. @default one line on stderr, then the end of all ranks */
  readonly onSilence?: ((message: string) => void) | undefined;
}

/** The exit status of a job that one of its ranks holds up. */
const hungStatus = 1;

/**
 * A communicator over all ranks of a library that is initialised. MPI itself waits for ever: here a rank that waits longer
 * than `patience` for the others ends the job. Calls run in a thread, so the clock goes on while they wait.
 */
export function createCommunicator(
  library: MpiLibrary,
  launcher: string,
  { patience, onSilence }: CommunicatorOptions,
): Communicator {
  const { rank, size } = library.ranks();
  const abort = (status: number): Promise<never> => {
    // Should MPI_Abort come back, or never do so, this process ends all the same, and the launcher ends the others.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 5000);
    library.abort(status);
    return new Promise(() => {});
  };
  const silence =
    onSilence ??
    ((message: string) => {
      process.stderr.write(`${message}\n`);
      void abort(hungStatus);
    });
  let calls = 0;
  const waiting = async <T>(work: Promise<T>): Promise<T> => {
    const call = ++calls;
    const timer = setTimeout(
      () =>
        silence(
          `rank ${rank}: waited ${patience} s for the other ranks (exchange ${call}): one of them hangs or is gone; the job ends. Start it again to go on from the last checkpoint`,
        ),
      patience * 1000,
    );
    return work.finally(() => clearTimeout(timer));
  };
  const max = async (value: number): Promise<number> => {
    const values = Float64Array.of(value);
    await waiting(library.allReduce(values, 'max'));
    return values[0];
  };
  return {
    rank,
    size,
    describe: () => `rank ${rank} of ${size}, ${library.version}, ${launcher}`,
    sum: (values) => waiting(library.allReduce(values, 'sum')),
    max,
    barrier: async () => void (await max(0)),
    close: async () => {
      await max(0);
      library.finalize();
    },
    abort,
  };
}
