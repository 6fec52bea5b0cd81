import { nextTurn, type ProgressOptions } from '@braingen/volume';

/** Walks a long computation: call `tick` after each unit of work, and await what it returns. */
export interface Pace {
  tick(done?: number): Promise<void>;
}

/**
 * Gives the event loop a turn at most every 20 ms, stops on abort, and reports progress that ends at 1 after `total`
 * units.
 */
export function createPace(total: number, { signal, onProgress }: ProgressOptions): Pace {
  let finished = 0;
  let lastTurn = performance.now();
  signal?.throwIfAborted();
  return {
    tick: async (done = 1) => {
      finished += done;
      const now = performance.now();
      if (now - lastTurn > 20 || finished >= total) {
        onProgress?.(Math.min(1, finished / total));
        await nextTurn();
        lastTurn = performance.now();
      }
      signal?.throwIfAborted();
    },
  };
}

/** The options of one part of a computation, whose progress fills the stretch from `start` to `end` of the whole. */
export function part({ signal, onProgress }: ProgressOptions, start: number, end: number): ProgressOptions {
  return { signal, onProgress: onProgress && ((fraction) => onProgress(start + (end - start) * fraction)) };
}
