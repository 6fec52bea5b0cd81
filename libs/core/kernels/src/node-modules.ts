/** Whether this is Node (or what claims to be), where `node:` modules exist. */
export const isNode: boolean = typeof process !== 'undefined' && typeof process.versions?.node === 'string';

/**
 * A built-in module of Node. Bundlers for browsers must not see which: they would look for it.
 * The caller makes sure that `isNode`.
 */
export function importBuiltin<T>(name: string): Promise<T> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ `node:${name}`) as Promise<T>;
}
