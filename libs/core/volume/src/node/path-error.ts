import { BraingenError, type ErrorCause } from '../error.ts';

/** What codes of the system's errors say was found; of others the error's own message does. */
const found: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a file where a folder should be',
  EISDIR: 'a folder',
  EACCES: 'one that may not be read: permission denied',
  EPERM: 'one that may not be read: permission denied',
  ELOOP: 'links that lead in a circle',
  ENAMETOOLONG: 'a name that is too long',
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? '';

/** Whether a call of the system failed: errors of aborts and of decoders have codes too. */
const isOfSystem = (error: unknown): boolean =>
  typeof (error as NodeJS.ErrnoException | undefined)?.syscall === 'string';

/** The words for what an error of the system's found at a path, after "found". */
export const foundInstead = (error: unknown): string => found[codeOf(error)] ?? (error as Error).message;

/** A path that was given and cannot be read. The message names it, what was expected there and what was found. */
export class PathError extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/volume/PathError');
  override readonly name = 'PathError';
  /** The environment's fault where it is none of the path's: too many open files, a disk that does not answer. */
  readonly blames: ErrorCause;
  readonly path: string;
  /** The system's, such as ENOENT. */
  readonly code: string;

  constructor(path: string, expected: string, cause: unknown) {
    super(`${path}: expected ${expected}, found ${foundInstead(cause)}`, { cause });
    this.path = path;
    this.code = codeOf(cause);
    this.blames = this.code in found ? 'input' : 'environment';
  }
}

/**
 * What a path that was given holds.
 *
 * @param expected what should be there, such as "a folder of volumes"
 * @param read reads it
 * @throws PathError in place of an error of the system's
 */
export async function reading<T>(path: string, expected: string, read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw isOfSystem(error) ? new PathError(path, expected, error) : error;
  }
}
