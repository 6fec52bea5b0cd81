import { Arena } from './arena.ts';
import { checkArguments } from './check-arguments.ts';
import { KernelFailure, mostBuffers, mostNumbers, type KernelName, type Kernels } from './kernels.ts';
import type { KernelBuffer } from './kernel-buffer.ts';
import { kernelNames, wasmBase64 } from './kernels.wasm.ts';
import { forbidSharing } from './wasm-memory.ts';
import { startWorkers, type Workers } from './wasm-workers.ts';

interface Exports {
  call(index: number, buffers: number, numbers: number): void;
  alloc(bytes: number): number;
  free(address: number): void;
  failure(): number;
  wanting(): number;
  spin(): void;
  workers(count: number): void;
}

const mostPages = 65536;
const pageBytes = 65536;

/**
 * Compiles the WebAssembly kernels. With more than one thread the others are workers that share its memory, where the
 * environment has SharedArrayBuffer (a browser page must be cross-origin isolated). A browser's main thread may not
 * sleep: there a call waits for the others without.
 *
 * @param onWorkers is given the other threads
 */
export async function loadWasm(threads: number, onWorkers?: (workers: Workers) => void): Promise<Kernels> {
  const bytes = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
  const shared = typeof SharedArrayBuffer !== 'undefined';
  const module = await WebAssembly.compile(shared ? bytes : forbidSharing(bytes));
  const memory = new WebAssembly.Memory({ initial: 64, maximum: mostPages, shared });
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const exports = instance.exports as unknown as Exports;

  const workers =
    shared && threads > 1
      ? await startWorkers(module, memory, threads - 1, (bytes) => exports.alloc(bytes))
      : undefined;
  if (workers) {
    exports.workers(threads - 1);
    if (typeof document !== 'undefined') exports.spin();
    onWorkers?.(workers);
  }

  const indices = new Map<string, number>(kernelNames.map((name, index) => [name, index]));
  const table = exports.alloc(mostBuffers * 4);
  const scratch = exports.alloc(mostNumbers * 8);
  // A memory that grows has a new buffer object; arrays made before keep the old one, over the same bytes.
  const known = new WeakSet<ArrayBufferLike>();
  const current = (): ArrayBufferLike => {
    if (!known.has(memory.buffer)) known.add(memory.buffer);
    return memory.buffer;
  };

  function take(bytes: number): number {
    // Addresses beyond 2 GiB come out of WebAssembly as negative numbers.
    const address = bytes < mostPages * pageBytes ? exports.alloc(bytes) >>> 0 : 0;
    if (address !== 0) return address;
    exports.failure();
    exports.wanting();
    throw new RangeError(
      `WebAssembly memory: expected ${bytes} more bytes, found no more available (it ends at 4 GiB)`,
    );
  }

  function run(name: KernelName, index: number): void {
    try {
      exports.call(index, table, scratch);
    } catch (error) {
      throw new KernelFailure(name, `WebAssembly stopped (${(error as Error).message})`);
    }
  }

  const arena = new Arena((bytes) => ({ offset: take(bytes), buffer: current(), bytes }));
  // Growing a memory that is not shared detaches its arrays: there tensors live outside and are copied in for a call.
  const outside = { used: 0 };

  return {
    runtime: 'wasm',
    simd: 'simd128',
    threads: (workers?.count ?? 0) + 1,
    call(name, args, operation) {
      const { buffers, numbers } = checkArguments(name, args, operation);
      const index = indices.get(name);
      if (index === undefined) throw new Error(`expected the name of a kernel, found ${name}`);
      const copies: { array: KernelBuffer; address: number }[] = [];
      const addresses: number[] = [];
      try {
        for (const array of buffers) {
          if (!array) addresses.push(0);
          else if (known.has(array.buffer)) addresses.push(array.byteOffset);
          else {
            const earlier = copies.find((copy) => copy.array === array);
            const address = earlier?.address ?? take(array.byteLength);
            if (!earlier) copies.push({ array, address });
            addresses.push(address);
          }
        }
        for (const { array, address } of copies) bytesOf(current(), address, array.byteLength).set(bytesOfArray(array));
        new Uint32Array(current(), table, addresses.length).set(addresses.map((address) => address >>> 0));
        new Float64Array(current(), scratch, numbers.length).set(numbers);
        run(name, index);
        const failure = exports.failure();
        const wanting = exports.wanting();
        if (failure) throw new KernelFailure(name, readText(current(), failure), wanting);
        for (const { array, address } of copies) bytesOfArray(array).set(bytesOf(current(), address, array.byteLength));
      } finally {
        for (const { address } of copies) exports.free(address);
      }
    },
    allocate(count) {
      if (shared) return arena.allocate(count);
      outside.used += count * 4;
      return new Float32Array(count);
    },
    release(array) {
      if (shared) arena.release(array);
      else outside.used -= array.byteLength;
    },
    unfilled: (count) => new Float32Array(count),
    owns: (buffer) => known.has(buffer),
    memory: () =>
      shared
        ? { used: arena.used, reserved: memory.buffer.byteLength }
        : { ...outside, reserved: memory.buffer.byteLength },
  };
}

const bytesOf = (buffer: ArrayBufferLike, address: number, bytes: number): Uint8Array =>
  new Uint8Array(buffer, address >>> 0, bytes);
const bytesOfArray = (array: KernelBuffer): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

function readText(buffer: ArrayBufferLike, address: number): string {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let i = address; bytes[i] !== 0; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
