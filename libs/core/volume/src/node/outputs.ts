import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { reading } from './path-error.ts';

/** What an output must not touch. */
export interface OutputOptions {
  /** Files and folders that are read; undefined ones are passed over. @default none */
  readonly inputs?: readonly (string | undefined)[] | undefined;
  /**
   * Overwriting is meant; undefined where the caller offers no such option. An input is never overwritten.
   * @default false
   */
  readonly force?: boolean | undefined;
}

/**
 * Looks before anything is written whether files may be.
 *
 * @param outputs undefined ones are passed over
 * @throws RangeError where an output is an input, twice the same, or what is not a file; where it exists and `force` is not
 *   set; where its folder is none; PathError where there is no such folder
 */
export async function checkOutputFiles(
  outputs: readonly (string | undefined)[],
  { inputs = [], force }: OutputOptions = {},
): Promise<void> {
  const places: string[] = [];
  for (const output of outputs) {
    if (output === undefined) continue;
    const folder = dirname(output);
    if (!(await reading(folder, 'a folder to write to', stat(folder))).isDirectory())
      throw new RangeError(`${output}: expected ${folder} to be a folder`);
    const place = await placeOf(output);
    if (places.includes(place)) throw new RangeError(`${output}: expected a name for each output, found it twice`);
    places.push(place);
    for (const input of inputs) {
      if (input !== undefined && (await isSame(output, place, input)))
        throw new RangeError(`${output}: expected another file than the input, found the input ${input}`);
    }
    const status = await stat(output).catch(() => undefined);
    if (status && !status.isFile()) {
      const found = status.isDirectory() ? 'a folder' : 'something else of that name';
      throw new RangeError(`${output}: expected the name of a file, found ${found}`);
    }
    if (status && !force)
      throw new RangeError(`${output}: expected a name that is free, found a file${advice(force, 'overwrites it')}`);
  }
}

export interface OutputFolderOptions extends OutputOptions {
  /** Whether what lies in the folder, by the names of its visible entries, is what the program writes there. */
  readonly isOurs: (entries: readonly string[], folder: string) => boolean | Promise<boolean>;
  /**
   * Folders inside of inputs where outputs may be, relative to the input: "samples" is it or any in it, "derivatives/*" those in it
   * alone.
   * @default none
   */
  readonly inside?: readonly string[] | undefined;
}

/**
 * Looks before anything is written whether a folder may be written to.
 *
 * @throws RangeError where it is an input, lies inside one or is the folder of an input file; where it is a file; where it holds
 *   files of another program, unless `force` is set
 */
export async function checkOutputFolder(
  output: string,
  { inputs = [], inside = [], force, isOurs }: OutputFolderOptions,
): Promise<void> {
  const real = await placeOf(output);
  for (const input of inputs) {
    if (input === undefined) continue;
    const place = await placeOf(input);
    if (dirname(place) === real && (await isFile(place)))
      throw new RangeError(`${output}: expected another folder than that of the input ${input}, found it`);
    const way = relative(place, real).split(sep);
    const isOutside = way[0] === '..' || resolve(way.join(sep)) === way.join(sep);
    if (isOutside || inside.some((allowed) => isWithin(way, allowed))) continue;
    const advised = inside.length > 0 ? `; ${join(input, inside[0]!.replace('*', 'braingen'))} would do` : '';
    const found = way[0] === '' ? 'the input itself' : `a folder inside ${input}`;
    throw new RangeError(`${output}: expected a folder outside of the input, found ${found}${advised}`);
  }
  const entries = await readdir(output).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new RangeError(`${output}: expected a folder, found a file`);
    throw error;
  });
  // Names that begin with a dot are nobody's: systems leave them everywhere.
  const visible = entries.filter((entry) => !entry.startsWith('.'));
  if (visible.length === 0 || force || (await isOurs(visible, output))) return;
  const found = `${visible.slice(0, 3).join(', ')}${advice(force, 'writes there')}`;
  throw new RangeError(`${output}: expected an empty folder or one of braingen's, found ${found}`);
}

function isWithin(way: readonly string[], allowed: string): boolean {
  const [folder, deeper] = allowed.split('/');
  return way[0] === folder && (deeper === undefined || way.length > 1);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );

/** How to insist, where one can. */
const advice = (force: boolean | undefined, does: string): string => (force === undefined ? '' : `; --force ${does}`);

/** The real path of what may not exist yet. */
async function placeOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(resolve(path));
    return parent === resolve(path) ? parent : join(await placeOf(parent), basename(path));
  }
}

/** Whether two names are of one file, hard links included. */
async function isSame(output: string, place: string, input: string): Promise<boolean> {
  if ((await placeOf(input)) === place) return true;
  const [a, b] = await Promise.all([output, input].map((path) => stat(path).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.isFile() && a.dev === b.dev && a.ino === b.ino;
}
