import type { default as Koffi, LibraryHandle } from 'koffi';
import { abiOf, type MpiAbi } from './abi.ts';
import type { Launcher } from './launcher.ts';
import { MpiUnavailable } from './unavailable.ts';

/** An MPI library's functions, as they are called here. */
export interface MpiLibrary {
  readonly abi: MpiAbi['name'];
  /** What it says of itself, such as "Open MPI v4.1.4". */
  readonly version: string;
  /** Takes part in the job, with leave for calls from several threads. */
  init(): void;
  /** @returns this process's rank, and how many there are */
  ranks(): { rank: number; size: number };
  /** Adds up, or takes the largest of each, in place; it runs in a thread, so the event loop goes on. */
  allReduce(values: Float32Array | Float64Array, operation: 'sum' | 'max'): Promise<void>;
  finalize(): void;
  /** Ends all ranks. It may return. */
  abort(status: number): void;
}

/** Where the libraries are looked for, by what the launcher speaks; the loader's own search finds them. */
const files = {
  'Open MPI': ['libmpi.so.40', 'libmpi.40.dylib', 'libmpi.so'],
  MPICH: ['libmpi.so.12', 'libmpich.so.12', 'libmpi.12.dylib', 'libmpi.so'],
};

/** MPICH takes more than a megabyte of a thread's stack, where koffi gives 128 kB. */
const stackBytes = 8 * 2 ** 20;

/**
 * Opens the MPI library that goes with a launcher, or the one that BRAINGEN_MPI_LIBRARY names.
 *
 * @throws MpiUnavailable if there is none, or koffi is not installed
 */
export async function openMpiLibrary(launcher: Launcher): Promise<MpiLibrary> {
  const koffi = await import('koffi').then(
    (module) => module.default,
    () => {
      throw new MpiUnavailable(
        `${launcher.name} started ${launcher.size} processes, and koffi, through which they would work together, is not installed: npm install koffi@3.3.4`,
      );
    },
  );
  koffi.config({ ...koffi.config(), async_stack_size: stackBytes });
  const named = process.env['BRAINGEN_MPI_LIBRARY'];
  const candidates = named
    ? [named]
    : launcher.speaks === 'MPICH'
      ? [...files.MPICH, ...files['Open MPI']]
      : [...files['Open MPI'], ...files.MPICH];
  const reasons: string[] = [];
  for (const file of candidates) {
    try {
      // Open MPI opens parts of itself that expect its names to be there for all.
      return bind(koffi, koffi.load(file, { global: true }), file);
    } catch (error) {
      reasons.push(`${file}: ${(error as Error).message}`);
    }
  }
  throw new MpiUnavailable(
    `${launcher.name} started ${launcher.size} processes, and no MPI library was found (${reasons[0]}); install it (on Debian: apt-get install libopenmpi3 or libmpich12), or name it by BRAINGEN_MPI_LIBRARY`,
  );
}

function bind(koffi: typeof Koffi, library: LibraryHandle, file: string): MpiLibrary {
  const text = Buffer.alloc(8192);
  const length = [0];
  library.func('int MPI_Get_library_version(uint8_t *version, _Out_ int *length)')(text, length);
  const version = text
    .toString('latin1', 0, length[0])
    .split(/[\n,\0]/)[0]
    .replace(/\s+/g, ' ')
    .trim();
  const abi = abiOf(version);
  if (!abi) throw new MpiUnavailable(`expected Open MPI, MPICH or its kin, found ${version || file}`);
  const { handle, inPlace } = abi;
  const constant = (name: keyof MpiAbi['constants']): unknown => {
    const value = abi.constants[name];
    return typeof value === 'number' ? value : library.symbol(value, 'char');
  };
  const [world, float, double, sum, max] = (['world', 'float', 'double', 'sum', 'max'] as const).map(constant);
  const checked = (name: string, status: number): void => {
    if (status !== 0) throw new Error(`${name}: expected status 0, found ${status}`);
  };
  const initThread = library.func('int MPI_Init_thread(void *argc, void *argv, int required, _Out_ int *provided)');
  const commSize = library.func(`int MPI_Comm_size(${handle} comm, _Out_ int *size)`);
  const commRank = library.func(`int MPI_Comm_rank(${handle} comm, _Out_ int *rank)`);
  const allReduce = library.func(
    `int MPI_Allreduce(intptr_t send, void *receive, int count, ${handle} type, ${handle} operation, ${handle} comm)`,
  );
  const abort = library.func(`int MPI_Abort(${handle} comm, int status)`);
  const finalize = library.func('int MPI_Finalize()');
  const multiple = 3;
  return {
    abi: abi.name,
    version,
    init: () => checked('MPI_Init_thread', initThread(null, null, multiple, [0])),
    ranks: () => {
      const [rank, size] = [[0], [0]];
      checked('MPI_Comm_rank', commRank(world, rank));
      checked('MPI_Comm_size', commSize(world, size));
      return { rank: rank[0], size: size[0] };
    },
    allReduce: (values, operation) =>
      new Promise((resolve, reject) => {
        const type = values instanceof Float32Array ? float : double;
        const with_ = operation === 'sum' ? sum : max;
        allReduce.async(inPlace, values, values.length, type, with_, world, (error: Error | null, status: number) => {
          if (error ?? status !== 0) reject(error ?? new Error(`MPI_Allreduce: expected status 0, found ${status}`));
          else resolve();
        });
      }),
    finalize: () => checked('MPI_Finalize', finalize()),
    abort: (status) => void abort(world, status),
  };
}
