/** A value for a pickle; functions write opcodes of their own. */
export type Picklable = null | boolean | number | string | readonly Picklable[] | Pickled;

/** Opcodes, as they are. */
export class Pickled {
  readonly bytes: readonly number[];

  constructor(bytes: readonly number[]) {
    this.bytes = bytes;
  }
}

const int32 = (value: number): number[] => [...new Uint8Array(Int32Array.of(value).buffer)];
const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];

/** A pickle of protocol 2, as Python's module writes it. Arrays become tuples. */
export function pickle(value: Picklable): Uint8Array {
  return Uint8Array.of(0x80, 2, ...opcodes(value), 0x2e);
}

function opcodes(value: Picklable): number[] {
  if (value === null) return [0x4e];
  if (typeof value === 'boolean') return [value ? 0x88 : 0x89];
  if (typeof value === 'number') {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return [0x4a, ...int32(value)];
    return [0x8a, 8, ...new Uint8Array(BigInt64Array.of(BigInt(value)).buffer)];
  }
  if (typeof value === 'string') return [0x58, ...int32(utf8(value).length), ...utf8(value)];
  if (value instanceof Pickled) return [...value.bytes];
  return [0x28, ...(value as readonly Picklable[]).flatMap(opcodes), 0x74];
}

/** The function or class `module.name`. */
export const pickledGlobal = (module: string, name: string): Pickled =>
  new Pickled([0x63, ...utf8(`${module}\n${name}\n`)]);

/** callee(...args) */
export const pickledCall = (callee: Picklable, args: Picklable): Pickled =>
  new Pickled([...opcodes(callee), ...opcodes(args), 0x52]);

/** A dictionary. */
export const pickledDict = (entries: Readonly<Record<string, Picklable>>): Pickled =>
  new Pickled([
    0x7d,
    0x28,
    ...Object.entries(entries).flatMap(([key, value]) => [...opcodes(key), ...opcodes(value)]),
    0x75,
  ]);

/** What stands for something outside the pickle. */
export const pickledReference = (id: Picklable): Pickled => new Pickled([...opcodes(id), 0x51]);

/** object.__setstate__(state), which is what BUILD is. */
export const pickledState = (value: Picklable, state: Picklable): Pickled =>
  new Pickled([...opcodes(value), ...opcodes(state), 0x62]);
