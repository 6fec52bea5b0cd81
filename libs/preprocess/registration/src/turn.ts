import { nextTurn, type ProgressOptions } from '@braingen/volume';

/** Gives the event loop a turn when the last one is some time ago, and stops if the caller asked to. */
export function turnTaker({ signal }: ProgressOptions): () => Promise<void> {
  let last = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - last < 30) return;
    await nextTurn();
    last = performance.now();
    signal?.throwIfAborted();
  };
}
