import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../failure.ts';

/** Where a path leads once links are followed, whether or not something is there. */
export async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPath(parent), basename(path));
  }
}

/** What a command reads and writes. */
export interface Plan {
  readonly inputs: readonly (string | undefined)[];
  readonly outputs: readonly (string | undefined)[];
  /** Whether what exists may be replaced. */
  readonly force?: boolean | undefined;
}

/**
 * Looks before the work begins whether outputs can be written without a loss.
 *
 * @throws Failure if an output is an input or another output, exists (but for `force`), or its folder is not there
 */
export async function checkPlan({ inputs, outputs, force }: Plan): Promise<void> {
  const given = (paths: Plan['inputs']): string[] => paths.filter((path) => path !== undefined);
  const read = await Promise.all(given(inputs).map(realPath));
  const written = new Set<string>();
  for (const path of given(outputs)) {
    const there = await realPath(path);
    if (read.includes(there))
      throw new Failure(`${path}: expected an output that is not an input, found the same file`);
    if (written.has(there)) throw new Failure(`${path}: expected outputs that differ, found the same file twice`);
    written.add(there);
    const folder = dirname(path);
    if (!(await stat(folder)).isDirectory()) throw new Failure(`${path}: expected ${folder} to be a folder`);
    const existing = await stat(path).catch(() => undefined);
    if (existing && !existing.isFile())
      throw new Failure(`${path}: expected a file to write, found something else of that name`);
    if (existing && !force) throw new Failure(`${path}: expected no file yet, found one; --force replaces it`);
  }
}
