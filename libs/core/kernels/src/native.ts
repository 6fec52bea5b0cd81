import { Arena } from './arena.ts';
import { checkArguments } from './check-arguments.ts';
import { KernelFailure, mostNumbers, type Kernels } from './kernels.ts';
import type { KernelBuffer } from './kernel-buffer.ts';
import { importBuiltin, isNode } from './node-modules.ts';
import { addonDigest } from './signatures.generated.ts';
import { KernelsUnavailable } from './unavailable.ts';

interface Addon {
  /** The digest of the C sources it was built from; addons of before there was one lack it. */
  readonly sources?: string;
  readonly names: readonly string[];
  start(threads: number, simd: string): { simd: string; threads: number };
  call(index: number, buffers: readonly (KernelBuffer | null)[], numbers: Float64Array): void;
  askLargePages(memory: Uint8Array): void;
}

let askLargePages: Addon['askLargePages'] | undefined;

// One for the process, like the threads. Untouched pages of a fresh ArrayBuffer cost nothing.
const arena = new Arena((bytes) => {
  const buffer = new ArrayBuffer(bytes);
  askLargePages?.(new Uint8Array(buffer));
  return { buffer, offset: 0, bytes };
});

const addonPath = '../build/braingen-kernels.node';

/** Loads the addon that installation built. @throws KernelsUnavailable saying why there is none */
export async function loadNative(threads: number, simd = ''): Promise<Kernels> {
  if (!isNode) throw new KernelsUnavailable('the native kernels need Node, found none');
  const { createRequire } = await importBuiltin<typeof import('node:module')>('module');
  let addon: Addon;
  try {
    addon = createRequire(import.meta.url)(addonPath) as Addon;
  } catch (error) {
    throw new KernelsUnavailable(`the native kernels are not built: ${await whyNotBuilt(error)}`, { cause: error });
  }
  refuseStale(addon);
  const started = addon.start(threads, simd);
  askLargePages = addon.askLargePages;
  const indices = new Map(addon.names.map((name, index) => [name, index]));
  const scratch = new Float64Array(mostNumbers);

  return {
    runtime: 'native',
    simd: started.simd,
    threads: started.threads,
    call(name, args, operation) {
      const { buffers, numbers } = checkArguments(name, args, operation);
      const index = indices.get(name);
      if (index === undefined) throw new Error(`expected the name of a kernel, found ${name}`);
      scratch.set(numbers);
      try {
        addon.call(index, buffers, scratch);
      } catch (error) {
        const { message, code } = error as Error & { code?: string };
        throw new KernelFailure(name, message, Number(code) || 0);
      }
    },
    allocate: (count) => arena.allocate(count),
    release: (array) => arena.release(array),
    unfilled: (count) => {
      // Node leaves out the zeros that a new ArrayBuffer is filled with.
      const bytes = Buffer.allocUnsafeSlow(4 * count);
      return new Float32Array(bytes.buffer, bytes.byteOffset, count);
    },
    owns: (buffer) => arena.owns(buffer),
    memory: () => ({ used: arena.used, reserved: arena.reserved }),
  };
}

let warned = false;

/**
 * An addon of other sources would read the arguments of its own kernels where ours are, and end the process without a word.
 * Whoever falls back to WebAssembly would not notice but by its speed: that is said once.
 */
function refuseStale({ sources = 'unknown' }: Addon): void {
  if (sources === addonDigest) return;
  const [expected, found] = [addonDigest, sources].map((digest) => digest.slice(0, 12));
  const message = `the native kernels were built from other sources: expected ${expected}, found ${found}; npm rebuild @braingen/kernels builds them again`;
  if (!warned) process.emitWarning(`${message}; WebAssembly serves meanwhile`, 'BraingenWarning');
  warned = true;
  throw new KernelsUnavailable(message);
}

/** The first line of what the build left behind, or of the loader's error. */
async function whyNotBuilt(error: unknown): Promise<string> {
  const { existsSync, readFileSync } = await importBuiltin<typeof import('node:fs')>('fs');
  const failure = new URL('../build/failure.txt', import.meta.url);
  if (existsSync(failure)) return readFileSync(failure, 'utf8').split('\n')[0];
  if (!existsSync(new URL(addonPath, import.meta.url)))
    return 'the install script did not run (npm rebuild @braingen/kernels runs it)';
  return (error as Error).message.split('\n')[0];
}
