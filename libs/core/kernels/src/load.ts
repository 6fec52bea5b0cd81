import type { Kernels } from './kernels.ts';
import { loadNative } from './native.ts';
import { importBuiltin, isNode } from './node-modules.ts';
import { loadWasm } from './wasm.ts';

export interface KernelOptions {
  /** Forces one runtime. @default the addon where it is built, WebAssembly elsewhere */
  readonly runtime?: 'native' | 'wasm' | undefined;
  /** Threads a call may use. @default BRAINGEN_THREADS, or all the CPU has */
  readonly threads?: number | undefined;
  /** Forces narrower instructions than the CPU has, to compare: avx512, avx2 or plain. @default the widest it has */
  readonly simd?: string | undefined;
}

/** WebAssembly by number of threads: each has a memory and workers of its own. */
const modules = new Map<number, Promise<Kernels>>();

/**
 * The kernels, compiled and ready.
 * The addon's threads belong to the process: the number asked for last holds for all.
 *
 * @throws RangeError if threads is not a positive integer
 * @throws KernelsUnavailable saying why, if the runtime asked for is not there
 */
export async function loadKernels(options: KernelOptions = {}): Promise<Kernels> {
  const threads = options.threads ?? (await defaultThreads());
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`loadKernels: expected a positive whole number of threads, found ${threads}`);
  }
  const load = (runtime: 'native' | 'wasm'): Promise<Kernels> => {
    if (runtime === 'native') return loadNative(threads, options.simd);
    const kernels = modules.get(threads) ?? loadWasm(threads);
    modules.set(threads, kernels);
    return kernels;
  };
  if (options.runtime) return load(options.runtime);
  return load('native').catch(() => load('wasm'));
}

async function defaultThreads(): Promise<number> {
  if (!isNode) return globalThis.navigator?.hardwareConcurrency ?? 1;
  const asked = Number(process.env['BRAINGEN_THREADS']);
  if (Number.isInteger(asked) && asked > 0) return asked;
  const os = await importBuiltin<typeof import('node:os')>('os');
  return os.availableParallelism();
}

/** The runtimes there are here: the addon only where installation could build it. */
export async function availableRuntimes(): Promise<('native' | 'wasm')[]> {
  const native = await loadNative(await defaultThreads()).then(
    () => true,
    () => false,
  );
  return native ? ['native', 'wasm'] : ['wasm'];
}
