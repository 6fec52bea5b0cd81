import { freemem } from 'node:os';

/** What a head of 362 x 434 x 362 voxels takes at most; most take half of it. */
const bytesPerHead = 2 * 2 ** 30;

/**
 * How many heads are preprocessed at once: for most of its time a head uses one core, so one a core, as far as their memory is
 * available.
 *
 * @param threads that the command may use
 * @param available bytes that this process may still take, as the system or its control group has it
 */
export function defaultJobs(threads: number, available: number = process.availableMemory?.() ?? freemem()): number {
  return Math.max(1, Math.min(threads, Math.floor(available / bytesPerHead)));
}
