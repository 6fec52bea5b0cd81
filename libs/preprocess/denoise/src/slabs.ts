import { nextTurn, type ProgressOptions } from '@braingen/volume';

/** A part of the whole work: progress within it runs from `from` to `to`. */
export interface Share {
  readonly from: number;
  readonly to: number;
}

/** Planes a call: enough for all threads, few enough that stopping and progress are felt. */
const PLANES = 16;

/**
 * Runs `body` on consecutive ranges of 0 .. count - 1, and between them gives the event loop a turn, reports progress
 * and stops where the signal says so.
 *
 * @throws the signal's reason, once it is aborted
 */
export async function inSlabs(
  count: number,
  body: (planes: { first: number; last: number }) => void,
  { signal, onProgress }: ProgressOptions,
  { from, to }: Share,
): Promise<void> {
  for (let first = 0; first < count; first += PLANES) {
    signal?.throwIfAborted();
    const last = Math.min(first + PLANES, count);
    body({ first, last });
    onProgress?.(from + ((to - from) * last) / count);
    await nextTurn();
  }
}
