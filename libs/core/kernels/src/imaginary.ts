import { Arena } from './arena.ts';
import type { Kernels } from './kernels.ts';

/** Kernels that note what they would need and compute nothing. */
export interface ImaginaryKernels extends Kernels {
  /** Bytes that would have been written to at some time: memory once touched stays with the process. */
  touched(): number;
}

/** Arrays up to this length are real, and zero: a loss is read, a short list of times is computed with. */
const mostReal = 4096;

/** WebAssembly ends at 4 GiB, of which code, stacks and scratch need a little. */
const mostWasm = 4 * 2 ** 30 - 64 * 2 ** 20;

/**
 * Stands in for the kernels of a runtime to find out what memory a computation needs, without the memory or the time.
 * Arrays come out of the same arena, by the same rules, as the runtime's own.
 *
 * @throws RangeError from `allocate`, where WebAssembly would end
 */
export function imaginaryKernels(runtime: 'native' | 'wasm'): ImaginaryKernels {
  const limit = runtime === 'wasm' ? mostWasm : Infinity;
  const highest = new Map<ArrayBufferLike, number>();
  let reserved = 0;
  const arena = new Arena(
    (bytes) => {
      if (reserved + bytes > limit)
        throw new RangeError('expected at most 4 GiB of WebAssembly memory, found more asked for');
      reserved += bytes;
      return { buffer: new ArrayBuffer(0), offset: 0, bytes };
    },
    undefined,
    (buffer, offset, count) => {
      highest.set(buffer, Math.max(highest.get(buffer) ?? 0, offset + 4 * count));
      return imaginaryArray(buffer, offset, count);
    },
  );
  return {
    runtime,
    simd: 'none',
    threads: 1,
    call: () => undefined,
    allocate: (count) => arena.allocate(count),
    release: (array) => arena.release(array),
    unfilled: (count) => new Float32Array(count),
    owns: (buffer) => arena.owns(buffer),
    memory: () => ({ used: arena.used, reserved: arena.reserved }),
    touched: () => [...highest.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** An array of so many floats as far as its length and place tell; where it is long it holds none. */
function imaginaryArray(buffer: ArrayBufferLike, offset: number, count: number): Float32Array {
  const array = new Float32Array(count > mostReal ? 0 : count);
  const fixed = { buffer, byteOffset: offset, length: count, byteLength: 4 * count };
  for (const [name, value] of Object.entries(fixed)) Object.defineProperty(array, name, { value });
  if (count > mostReal) {
    const subarray = (begin = 0, end = count): Float32Array => imaginaryArray(buffer, offset + 4 * begin, end - begin);
    Object.defineProperty(array, 'subarray', { value: subarray });
    Object.defineProperty(array, 'set', { value: () => undefined });
  }
  return array;
}
