import { tf } from '../tf.ts';

const isNode = typeof process !== 'undefined' && typeof process.versions?.node === 'string';

/** A module that is only there where the user installed it: bundlers must not look for it. */
export function importOptional<T>(name: string): Promise<T> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ name) as Promise<T>;
}

/** Whether an optional module failed to load because it is not there, rather than for a reason of its own. */
export function isMissing(name: string, error: unknown): boolean {
  // Node and bundlers quote the name they looked for.
  const [, found] =
    /(?:cannot find|could not resolve|failed to resolve)[^'"]*['"]([^'"]+)['"]/i.exec(firstLine(error)) ?? [];
  return found === name;
}

/** The CPU's name, as the system has it. */
export async function processorName(): Promise<string> {
  if (!isNode) return 'CPU';
  const os = await importOptional<typeof import('node:os')>('node:os');
  return os.cpus()[0]?.model.trim() || os.arch();
}

/** Versions every engine's figures depend on. */
export function commonVersions(): Record<string, string> {
  return { '@tensorflow/tfjs': tf.version['tfjs'], ...(isNode ? { node: process.versions.node } : {}) };
}

/** The first line of an error, for messages. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0].replace(/\.$/, '');
}
