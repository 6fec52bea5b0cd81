import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { Failure } from './failure.ts';

/** A user's module may import these without installing them: it gets the program's own. */
const shared = ['@braingen/volume', '@braingen/engine', '@braingen/scheduler', '@braingen/metrics'];
const alias = (): Record<string, string> =>
  Object.fromEntries(shared.map((name) => [name, fileURLToPath(import.meta.resolve(name))]));

/** Whether the user means a file rather than the name of something built in. */
export const isPath = (name: string): boolean => /[\\/]|\.[cm]?[jt]s$/.test(name);

/**
 * Something built in by its name, in capitals or not, or the default export of a user's module by its path (TypeScript or JavaScript).
 *
 * @param kind what is looked for, as the user would say it: "scheduler", "metric"
 * @param accepts whether a module's default export is one
 */
export async function loadExtension<T extends { readonly name: string }>(
  kind: string,
  name: string,
  builtIn: readonly T[],
  accepts: (value: unknown) => value is T,
): Promise<T> {
  if (!isPath(name)) {
    const found = builtIn.find((item) => item.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
    const names = builtIn.map((item) => item.name).join(', ');
    throw new Failure(`--${kind}: expected one of ${names}, or the path of a module, found "${name}"`);
  }
  const path = resolve(name);
  // What a configuration makes the program execute is said: it may come from somebody else.
  process.stderr.write(`${kind}: executing ${path}\n`);
  const jiti = createJiti(pathToFileURL(`${process.cwd()}/`).href, { alias: alias() });
  const loaded = await jiti.import<{ default?: unknown }>(path).catch((error: Error) => {
    // Where in the module: the first line of the stack that lies in it.
    const place =
      error.stack
        ?.split('\n')
        .find((line) => line.includes(path))
        ?.trim() ?? path;
    throw new Failure(`${name}: expected a module that loads, found ${error.message} (${place})`);
  });
  if (!accepts(loaded.default)) {
    throw new Failure(`${name}: expected a default export that is a ${kind}, found ${typeof loaded.default}`);
  }
  return loaded.default;
}
