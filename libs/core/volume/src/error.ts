/**
 * Where the cause of an error lies, for a program that reacts to it:
 * - `input`: something passed in or read cannot be used; another input helps;
 * - `environment`: something around is missing or too small, such as an engine, a network, memory;
 * - `computation`: the work itself could not be finished.
 */
export type ErrorCause = 'input' | 'environment' | 'computation';

/**
 * The base of every error class of the Braingen packages; tell errors apart by `instanceof`, and by what they blame.
 *
 * `instanceof` compares brands, which live in the registry of symbols that a process has once, not constructors: a program may
 * hold a class twice, as package and inside a bundle or in two versions, and an error of one copy is none of the other's
 * constructor. A name in a string would work across copies too, but minifiers change it, subclasses do not inherit it, and no
 * compiler sees a misspelling. Wrong arguments throw JavaScript's own RangeError and TypeError instead.
 *
 * A subclass states `static override readonly brand = Symbol.for('PACKAGE/CLASS')`; one without a brand is told apart as
 * any other class.
 */
export abstract class BraingenError extends Error {
  static readonly brand: symbol = Symbol.for('@braingen/volume/BraingenError');
  abstract readonly blames: ErrorCause;

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!Object.hasOwn(this, 'brand')) return Function.prototype[Symbol.hasInstance].call(this, value);
    if (typeof value !== 'object') return false;
    for (let each: unknown = value; each !== null; each = Object.getPrototypeOf(each)) {
      const { constructor } = each as { constructor?: unknown };
      if (typeof constructor !== 'function' || !Object.hasOwn(constructor, 'brand')) continue;
      if ((constructor as unknown as { brand: unknown }).brand === this.brand) return true;
    }
    return false;
  }
}

/** What an error blames: RangeError, by which all packages refuse arguments, blames the input. */
export function blameOf(error: unknown): ErrorCause {
  if (error instanceof BraingenError) return error.blames;
  return error instanceof RangeError ? 'input' : 'computation';
}
