import { quoted } from './quoted.ts';

/** What a pickle may name. Without `make` it is a constant and cannot be called. */
export interface PickleGlobal {
  readonly name: string;
  /** Makes a value from the arguments that the pickle gives; executes nothing of the pickle's. */
  readonly make?: (args: readonly unknown[]) => unknown;
}

/** What a pickle may do, besides numbers, texts, tuples, lists and dictionaries. */
export interface PickleRules {
  /** By module and name, with a blank between. Anything else is refused where it is named. */
  readonly globals: ReadonlyMap<string, PickleGlobal>;
  /** What a persistent id stands for. */
  readonly persistent: (id: unknown) => unknown;
}

/** Python's dictionaries. */
export class PickleDict extends Map<unknown, unknown> {}

/** Python's sets. */
export class PickleSet extends Set<unknown> {}

/**
 * What values take in bytes, about: a pickle of a byte a value could else fill all memory. A real one stays far below
 * what its length allows, since values have contents and names.
 */
const cost = { container: 250, list: 60, item: 16, memo: 40 };
const allowance = { perByte: 10, base: 2 ** 24 };

const mark = Symbol('mark');

/**
 * Reads a pickle (protocols 2 to 5) as data. The machine behind the format can call anything it names; this one knows
 * the opcodes of plain values and calls what is on the list, nothing else: no class is looked up, made or given a state.
 *
 * @throws RangeError if the pickle names what is not on the list, uses another opcode, is cut off, or makes more values
 *   than its length promises; it says at which byte
 */
export function readPickle(bytes: Uint8Array, rules: PickleRules): unknown {
  return readFirstPickle(bytes, rules).value;
}

/** The same where more follows it. @returns what it holds, and the byte after it */
export function readFirstPickle(bytes: Uint8Array, rules: PickleRules): { value: unknown; end: number } {
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  let at = 0;
  let opcode = 0;
  let left = allowance.base + allowance.perByte * bytes.byteLength;

  const fail = (expected: string, found: string): never => {
    throw new RangeError(`pickle: expected ${expected} at byte ${opcode}, found ${found}`);
  };
  const spend = (amount: number): void => {
    left -= amount;
    if (left < 0) fail(`values that fit a pickle of ${bytes.byteLength} bytes`, 'far more');
  };
  const push = (value: unknown): unknown => {
    spend(cost.item);
    return stack.push(value);
  };
  const newContainer = <T>(value: T): T => {
    spend(Array.isArray(value) ? cost.list : cost.container);
    return value;
  };
  const take = (count: number): number => {
    if (!(count <= bytes.byteLength - at)) fail(`${count} more bytes`, `${bytes.byteLength - at}`);
    at += count;
    return at - count;
  };
  const u8 = (): number => view.getUint8(take(1));
  const u16 = (): number => view.getUint16(take(2), true);
  const u32 = (): number => view.getUint32(take(4), true);
  const u64 = (): number => Number(view.getBigUint64(take(8), true));
  const raw = (length: number): Uint8Array => bytes.subarray(take(length), at);
  const text = (length: number): string => decoder.decode(raw(length));
  const line = (): string => {
    const end = bytes.indexOf(0x0a, at);
    return text(end < 0 ? bytes.byteLength - at + 1 : end + 1 - at).slice(0, -1);
  };
  const pop = (): unknown => {
    const value = stack.pop();
    return value === undefined || value === mark ? fail('a value on the stack', 'none') : value;
  };
  const sinceMark = (): unknown[] => {
    const from = stack.lastIndexOf(mark);
    if (from < 0) fail('a mark on the stack', 'none');
    return stack.splice(from).slice(1);
  };
  const last = (count: number): unknown[] => Array.from({ length: count }, pop).reverse();
  const peek = <T>(type: new (...args: never[]) => T, name: string): T => {
    const top = stack[stack.length - 1];
    return top instanceof type ? top : fail(name, describe(top));
  };
  const setItems = (items: readonly unknown[]): void => {
    const dict = peek(PickleDict, 'a dictionary');
    if (items.length % 2 === 1) fail('a value for every key', 'one less');
    spend((items.length / 2) * cost.memo);
    for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
  };
  const global = (module: unknown, name: unknown): PickleGlobal => {
    if (typeof module !== 'string' || typeof name !== 'string') return fail('a module and a name', describe(name));
    return rules.globals.get(`${module} ${name}`) ?? refuse(`${module}.${name}`);
  };
  const refuse = (name: string): never =>
    fail(
      'tensors and plain containers',
      `"${quoted(name)}", which is not executed; a state_dict alone needs no such name`,
    );
  const long = (length: number): number | bigint => {
    const digits = raw(length);
    const value = digits.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const signed = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  };
  const remember = (index: number): unknown => {
    spend(cost.memo);
    return memo.set(index, stack[stack.length - 1]);
  };
  const recall = (index: number): unknown =>
    memo.has(index) ? push(memo.get(index)) : fail('a value that was remembered', `none under ${index}`);

  const operations: Readonly<Record<number, () => unknown>> = {
    0x80: () => (u8() > 5 ? fail('protocol 5 at most', 'a later one') : undefined), // PROTO
    0x95: () => u64(), // FRAME
    0x28: () => push(mark), // MARK
    0x30: () => stack.pop(), // POP
    0x31: () => sinceMark(), // POP_MARK
    0x4e: () => push(null), // NONE
    0x88: () => push(true), // NEWTRUE
    0x89: () => push(false), // NEWFALSE
    0x4a: () => push(view.getInt32(take(4), true)), // BININT
    0x4b: () => push(u8()), // BININT1
    0x4d: () => push(u16()), // BININT2
    0x8a: () => push(long(u8())), // LONG1
    0x47: () => push(view.getFloat64(take(8))), // BINFLOAT, the one big-endian number
    0x58: () => push(text(u32())), // BINUNICODE
    0x8c: () => push(text(u8())), // SHORT_BINUNICODE
    0x8d: () => push(text(u64())), // BINUNICODE8
    0x54: () => push(text(u32())), // BINSTRING
    0x55: () => push(text(u8())), // SHORT_BINSTRING
    0x42: () => push(raw(u32())), // BINBYTES
    0x43: () => push(raw(u8())), // SHORT_BINBYTES
    0x5d: () => push(newContainer([])), // EMPTY_LIST
    0x61: () => append([pop()]), // APPEND
    0x65: () => append(sinceMark()), // APPENDS
    0x7d: () => push(newContainer(new PickleDict())), // EMPTY_DICT
    0x73: () => setItems(last(2)), // SETITEM
    0x75: () => setItems(sinceMark()), // SETITEMS
    0x8f: () => push(newContainer(new PickleSet())), // EMPTY_SET
    0x90: () => addItems(sinceMark()), // ADDITEMS
    0x96: () => push(raw(u64())), // BYTEARRAY8
    0x29: () => push(newContainer([])), // EMPTY_TUPLE
    0x74: () => push(newContainer(sinceMark())), // TUPLE
    0x85: () => push(newContainer(last(1))), // TUPLE1
    0x86: () => push(newContainer(last(2))), // TUPLE2
    0x87: () => push(newContainer(last(3))), // TUPLE3
    0x71: () => remember(u8()), // BINPUT
    0x72: () => remember(u32()), // LONG_BINPUT
    0x94: () => remember(memo.size), // MEMOIZE
    0x68: () => recall(u8()), // BINGET
    0x6a: () => recall(u32()), // LONG_BINGET
    0x63: () => push(global(line(), line())), // GLOBAL
    0x93: () => push(global(...(last(2) as [unknown, unknown]))), // STACK_GLOBAL
    0x51: () => push(rules.persistent(pop())), // BINPERSID
    0x52: () => push(call(...(last(2) as [unknown, unknown]))), // REDUCE
    0x62: () => build(pop()), // BUILD
  };
  const append = (items: readonly unknown[]): void => {
    const list = peek(Array, 'a list');
    for (const item of items) list.push(item);
  };
  const addItems = (items: readonly unknown[]): void => {
    const set = peek(PickleSet, 'a set');
    spend(items.length * cost.memo);
    for (const item of items) set.add(item);
  };
  const call = (callee: unknown, args: unknown): unknown => {
    const { name, make } = (callee ?? {}) as Partial<PickleGlobal>;
    if (!make || !Array.isArray(args)) return fail('something to make from a tuple', describe(name ?? callee));
    spend(cost.container);
    try {
      return make(args);
    } catch (error) {
      return fail((error as Error).message.replace(/^expected /, ''), describe(args));
    }
  };
  // An ordered dictionary may carry attributes (PyTorch's keep versions in _metadata): nothing here needs them.
  const build = (state: unknown): void => {
    peek(PickleDict, 'a dictionary that takes a state');
    if (!(state instanceof PickleDict)) fail('a state that is a dictionary', describe(state));
  };

  for (;;) {
    opcode = at;
    const code = u8();
    if (code === 0x2e) return { value: pop(), end: at };
    (operations[code] ?? ((): unknown => fail('an opcode of plain data', `0x${code.toString(16)}`)))();
  }
}

/** A value in a few words, for errors. Values may hold themselves, or one value a million times: one level is looked at. */
export function describe(value: unknown): string {
  if (Array.isArray(value))
    return value.length > 5 ? `${value.length} values` : `(${value.map(describeItem).join(', ')})`;
  return describeItem(value);
}

function describeItem(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} values`;
  if (value instanceof Map) return 'a dictionary';
  if (value instanceof Set) return 'a set';
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (typeof value === 'object' && value !== null) return 'name' in value ? quoted(String(value.name)) : 'an object';
  return typeof value === 'string' ? `"${quoted(value)}"` : quoted(String(value));
}
