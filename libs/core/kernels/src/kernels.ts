import { BraingenError } from '@braingen/volume/error';
import type { KernelArguments } from './signatures.generated.ts';

/** The kernels of src/c/kernels.def. */
export type KernelName = keyof KernelArguments;

/** The compiled kernels, on one of the two runtimes. */
export interface Kernels {
  /** The Node-API addon, or WebAssembly. */
  readonly runtime: 'native' | 'wasm';
  /** The instructions in use: avx512, avx2, neon, plain; simd128 for WebAssembly. */
  readonly simd: string;
  /** Threads that take part in a call, the calling one included. Results do not depend on their number. */
  readonly threads: number;
  /**
   * Runs a kernel and returns when it is done. What C would trust is checked first: every number and every array
   * against the kernel's signature in src/c/kernels.def.
   *
   * @param operation what errors call it; the kernel's own name without it
   * @throws RangeError or TypeError naming the operation, with what was expected and what was found
   * @throws KernelFailure naming the kernel if it failed: for want of memory, or because a worker thread died
   */
  call<Name extends KernelName>(name: Name, args: KernelArguments[Name], operation?: string): void;
  /**
   * An array of `count` floats, of any content, in memory that kernels reach without copying. Other arrays may be
   * passed to `call` too; WebAssembly copies them in and out.
   *
   * @throws RangeError if there is no such memory left
   */
  allocate(count: number): Float32Array;
  /** Gives an array of `allocate` back for reuse. It must not be used after that. */
  release(array: Float32Array): void;
  /** An array of `count` floats in ordinary memory, which the garbage collector frees; of any content where that saves time. */
  unfilled(count: number): Float32Array;
  /** Whether a buffer is this memory, whoever made the array on it. */
  owns(buffer: ArrayBufferLike): boolean;
  /** Bytes of `allocate` in use, and bytes taken from the system for them. */
  memory(): { readonly used: number; readonly reserved: number };
}

/** A kernel that did not come to its end; what it was to write is of any content. */
export class KernelFailure extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/kernels/KernelFailure');
  override readonly name = 'KernelFailure';
  readonly blames = 'computation';

  /**
   * @param failed the kernel, or the operation that ran it
   * @param wanting bytes of scratch memory that were not available, where that was the reason
   */
  constructor(failed: string, reason: string, wanting = 0, options?: ErrorOptions) {
    const found =
      wanting > 0 ? `: expected ${Math.ceil(wanting / 2 ** 20)} MB of scratch, found no more available` : '';
    super(`${failed}: ${reason}${found}`, options);
  }
}

/** More than any kernel takes. */
export const mostBuffers = 32;
export const mostNumbers = 64;
