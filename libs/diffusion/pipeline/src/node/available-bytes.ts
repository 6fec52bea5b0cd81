import { freemem } from 'node:os';

/** Bytes this process may still take, as the system or its control group has it. */
export function availableBytes(): number {
  return process.availableMemory?.() ?? freemem();
}
