import type { KernelBuffer } from './kernel-buffer.ts';

/** Three numbers, one for each axis. */
export type Triple = readonly [number, number, number];

export const product = ([a, b, c]: Triple): number => a * b * c;

/** Kernels count in 32 bits, and round up to whole vectors and pieces. */
export const mostElements: number = 2 ** 31 - 2 ** 16;

export type NumberKind = 'SIZE' | 'SIZES' | 'OFFSET' | 'OFFSETS' | 'REAL' | 'FLAG';

/** One array of a kernel. */
export interface ArraySignature<A> {
  readonly name: keyof A & string;
  readonly type: string;
  /** Whether null may stand for it. */
  readonly optional?: boolean;
  /** For indices: one more than the greatest. */
  readonly end?: (a: A) => number;
  /** Its sides; without them it may be of any length. */
  readonly shape?: (a: A) => readonly number[];
}

/** What a kernel takes, in the order it takes it: made of src/c/kernels.def. */
export interface Signature<A> {
  readonly numbers: readonly (readonly [name: keyof A & string, kind: NumberKind])[];
  readonly buffers: readonly ArraySignature<A>[];
  readonly requires: readonly {
    readonly text: string;
    /** The arguments it speaks of. */
    readonly about: readonly (keyof A & string)[];
    readonly holds: (a: A) => boolean;
  }[];
}

/** Arguments as the runtimes pass them on. */
export interface Bound {
  readonly buffers: readonly (KernelBuffer | null)[];
  readonly numbers: readonly number[];
}

/**
 * Checks arguments and puts them in a kernel's order.
 *
 * @param operation what an error names
 * @throws RangeError or TypeError stating what was expected and what was found, if C could not rely on an argument
 */
export function bindArguments<A extends object>(operation: string, signature: Signature<A>, a: A): Bound {
  const numbers: number[] = [];
  for (const [name, kind] of signature.numbers) pushNumbers(operation, name, kind, a[name], numbers);
  for (const each of signature.buffers) checkType(operation, each, a[each.name]);
  for (const { text, about, holds } of signature.requires) {
    if (holds(a)) continue;
    const found = about.map((name) => `${name} ${shown(a[name])}`).join(', ');
    throw new RangeError(`${operation}: expected ${text}, found ${found}`);
  }
  const buffers = signature.buffers.map((each) => {
    const array = a[each.name] as KernelBuffer | null;
    if (array) checkElements(operation, each, array, a);
    return array;
  });
  return { buffers, numbers };
}

/** @throws RangeError naming the operation, if one of these is no count of 1 to `mostElements` */
export function checkSizes(operation: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) pushNumbers(operation, name, 'SIZE', size, []);
}

const least: Readonly<Record<string, number>> = { SIZE: 1, SIZES: 1, OFFSET: 0, OFFSETS: 0 };

function pushNumbers(operation: string, name: string, kind: NumberKind, value: unknown, to: number[]): void {
  const fail = (expected: string): never => {
    throw new RangeError(`${operation}: expected ${expected} as ${name}, found ${shown(value)}`);
  };
  if (kind === 'FLAG') {
    if (typeof value !== 'boolean') fail('true or false');
    to.push(Number(value));
  } else if (kind === 'REAL') {
    if (!Number.isFinite(value)) fail('a finite number');
    to.push(value as number);
  } else {
    const isTriple = kind === 'SIZES' || kind === 'OFFSETS';
    if (isTriple && !(Array.isArray(value) && value.length === 3)) fail('three numbers');
    for (const each of isTriple ? (value as readonly unknown[]) : [value]) {
      if (!Number.isInteger(each) || (each as number) < least[kind] || (each as number) > mostElements) {
        fail(`${isTriple ? 'whole numbers' : 'a whole number'} of ${least[kind]} to ${mostElements}`);
      }
      to.push(each as number);
    }
  }
}

function checkType<A>(operation: string, { name, type, optional }: ArraySignature<A>, value: unknown): void {
  if (value === null && optional) return;
  const found = (value as { [Symbol.toStringTag]?: string } | null | undefined)?.[Symbol.toStringTag];
  if (found === type) return;
  throw new TypeError(`${operation}: expected ${name} as a ${type}, found ${found ?? shown(value)}`);
}

function checkElements<A>(operation: string, of: ArraySignature<A>, array: KernelBuffer, a: A): void {
  if (of.shape) {
    const sides = of.shape(a);
    const expected = sides.reduce((all, side) => all * side, 1);
    const shape = sides.length > 1 ? ` (${sides.join(' x ')})` : '';
    if (expected > mostElements) {
      throw new RangeError(
        `${operation}: expected ${of.name} of at most ${mostElements} elements, found ${expected}${shape}`,
      );
    }
    if (array.length !== expected) {
      throw new RangeError(`${operation}: expected ${of.name} of ${expected} elements${shape}, found ${array.length}`);
    }
  }
  if (!of.end) return;
  const end = of.end(a);
  const outside = array.find((index) => index < 0 || index >= end);
  if (outside !== undefined) {
    throw new RangeError(`${operation}: expected every one of ${of.name} from 0 to below ${end}, found ${outside}`);
  }
}

/** A value on one short line. */
function shown(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${(value as KernelBuffer).length} elements`;
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`.slice(0, 80);
  return typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, 80);
}
