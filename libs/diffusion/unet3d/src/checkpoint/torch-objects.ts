import type { NumberFormat } from './number-formats.ts';
import { PickleDict, PickleSet, type PickleGlobal } from './pickle.ts';

/** Memory of one or several tensors: a file in the archive. */
export class TorchStorage {
  /** Undefined where it holds numbers that no network here has: complex or quantised ones, or bytes without a type. */
  readonly format: NumberFormat | undefined;
  /** Name of the file under data/. */
  readonly key: string;
  /** How many numbers it holds. */
  readonly count: number;

  constructor(format: NumberFormat | undefined, key: string, count: number) {
    this.format = format;
    this.key = key;
    this.count = count;
  }
}

/** A view of a storage, as the pickle describes it: not checked against the storage yet. */
export class TorchTensor {
  readonly storage: TorchStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: TorchStorage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

const storageFormats: Readonly<Record<string, NumberFormat>> = {
  DoubleStorage: 'F64',
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
};

/** Storages that may stand beside the weights. */
const otherStorages = ['ComplexFloat', 'ComplexDouble', 'QUInt8', 'QInt8', 'QInt32', 'Untyped'].map(
  (name) => `${name}Storage`,
);

/** Types of numbers that checkpoints mention; texts to us. */
const dtypes = [
  ...['float64', 'float32', 'float16', 'bfloat16', 'double', 'float', 'half', 'bool'],
  ...['int64', 'int32', 'int16', 'int8', 'long', 'int', 'short', 'uint8', 'uint16', 'uint32', 'uint64'],
  ...['complex32', 'complex64', 'complex128', 'chalf', 'cfloat', 'cdouble', 'quint8', 'qint8', 'qint32'],
  ...['float8_e4m3fn', 'float8_e5m2', 'float8_e4m3fnuz', 'float8_e5m2fnuz'],
];

/** More axes than PyTorch allows. */
const mostAxes = 64;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const areCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length <= mostAxes && value.every(isCount);

function makeTensor(args: readonly unknown[]): TorchTensor {
  const [storage, offset, shape, strides] = args;
  const fits =
    args.length >= 4 &&
    args.length <= 8 &&
    storage instanceof TorchStorage &&
    isCount(offset) &&
    areCounts(shape) &&
    areCounts(strides) &&
    shape.length === strides.length;
  if (!fits) throw new RangeError('expected a storage, an offset, a shape and strides, none negative');
  return new TorchTensor(storage, offset, shape, strides);
}

function makeParameter(args: readonly unknown[]): TorchTensor {
  const [tensor] = args;
  if (args.length < 2 || args.length > 4 || !(tensor instanceof TorchTensor))
    throw new RangeError('expected a tensor to make a parameter of');
  return tensor;
}

function makeDict(args: readonly unknown[]): PickleDict {
  const [pairs = []] = args;
  const isPair = (pair: unknown): pair is readonly [unknown, unknown] => Array.isArray(pair) && pair.length === 2;
  if (args.length > 1 || !Array.isArray(pairs) || !pairs.every(isPair))
    throw new RangeError('expected pairs of a key and a value');
  return new PickleDict(pairs);
}

function makeSize(args: readonly unknown[]): readonly number[] {
  const [shape] = args;
  if (args.length !== 1 || !areCounts(shape)) throw new RangeError('expected a tuple of lengths');
  return shape;
}

function makeDevice(args: readonly unknown[]): string {
  const [type, index = 0] = args;
  if (args.length < 1 || args.length > 2 || typeof type !== 'string' || !isCount(index))
    throw new RangeError('expected a device by name and number');
  return `${type}:${index}`;
}

function makeCounter(args: readonly unknown[]): PickleDict {
  const [counts = new PickleDict()] = args;
  if (args.length > 1 || !(counts instanceof PickleDict)) throw new RangeError('expected a dictionary of counts');
  return counts;
}

function makeSet(args: readonly unknown[]): PickleSet {
  const [items = []] = args;
  if (args.length > 1 || !Array.isArray(items)) throw new RangeError('expected a list of what the set holds');
  return new PickleSet(items);
}

function makeComplex(args: readonly unknown[]): { readonly real: number; readonly imaginary: number } {
  const [real, imaginary] = args;
  if (args.length !== 2 || typeof real !== 'number' || typeof imaginary !== 'number')
    throw new RangeError('expected a real and an imaginary part');
  return { real, imaginary };
}

/** How protocol 2 writes bytes: as text of their codes. */
function makeBytes(args: readonly unknown[]): Uint8Array {
  const [text, encoding] = args;
  const isLatin1 = encoding === 'latin1' || encoding === 'latin-1' || encoding === undefined;
  if (args.length > 2 || typeof text !== 'string' || !isLatin1) throw new RangeError('expected text and latin1');
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) throw new RangeError('expected text of characters below 256');
    bytes[i] = code;
  }
  return bytes;
}

function makeByteArray(args: readonly unknown[]): Uint8Array {
  const [bytes = new Uint8Array(0)] = args;
  if (bytes instanceof Uint8Array && args.length <= 1) return bytes;
  return makeBytes(args);
}

/** A tensor with attributes of its own, which are passed over: what rebuilds it, its class, the arguments, the state. */
function makeFromType(args: readonly unknown[]): unknown {
  const [rebuild, , inner] = args;
  const { make } = (rebuild ?? {}) as Partial<PickleGlobal>;
  if (args.length !== 4 || !make || make === makeFromType || !Array.isArray(inner))
    throw new RangeError('expected what rebuilds a tensor, its class, arguments and a state');
  return make(inner);
}

/** Tensors of kinds that no network here has, which may stand beside the weights: nothing is made of them. */
const makeNothing = (): null => null;
const otherTensors = ['qtensor', 'sparse_tensor', 'sparse_csr_tensor', 'meta_tensor_no_storage', 'nested_tensor'].map(
  (kind) => `torch._utils _rebuild_${kind}`,
);

const makers: Readonly<Record<string, PickleGlobal['make']>> = {
  'collections OrderedDict': makeDict,
  'torch._utils _rebuild_tensor': makeTensor,
  'torch._utils _rebuild_tensor_v2': makeTensor,
  'torch._utils _rebuild_tensor_v3': makeTensor,
  'torch._tensor _rebuild_from_type_v2': makeFromType,
  'collections Counter': makeCounter,
  'torch._utils _rebuild_parameter': makeParameter,
  'torch._utils _rebuild_parameter_with_state': makeParameter,
  'torch Size': makeSize,
  'torch device': makeDevice,
  '_codecs encode': makeBytes,
  // By Python 3's name, and by Python 2's, which protocol 2 writes.
  ...Object.fromEntries(
    ['builtins', '__builtin__'].flatMap((module) => [
      [`${module} set`, makeSet],
      [`${module} complex`, makeComplex],
      [`${module} bytearray`, makeByteArray],
    ]),
  ),
};

/** Classes and schemes of quantised numbers that are mentioned, never made. */
const mentioned = [
  ...['torch Tensor', 'torch.nn.parameter Parameter', 'torch.storage UntypedStorage'],
  ...['tensor_affine', 'tensor_symmetric', 'channel_affine', 'channel_symmetric', 'channel_affine_float_qparams'].map(
    (scheme) => `torch per_${scheme}`,
  ),
];

/** All that a pickle of PyTorch may name: how tensors are put together again, and what describes them. */
export const torchGlobals: ReadonlyMap<string, PickleGlobal> = new Map<string, PickleGlobal>([
  ...Object.entries(makers).map(([name, make]) => [name, { name, make }] as [string, PickleGlobal]),
  ...[...otherTensors, 'torch.serialization _get_layout'].map(
    (name) => [name, { name, make: makeNothing }] as [string, PickleGlobal],
  ),
  ...mentioned.map((name) => [name, { name }] as [string, PickleGlobal]),
  ...[...Object.keys(storageFormats), ...otherStorages, ...dtypes].map(
    (name) => [`torch ${name}`, { name }] as [string, PickleGlobal],
  ),
]);

/**
 * A storage from its persistent id: ('storage', type, key, device, count).
 *
 * @throws RangeError if it is another id
 */
export function storageOf(id: unknown): TorchStorage {
  const [kind, type, key, , count] = Array.isArray(id) ? (id as unknown[]) : [];
  const { name } = (type ?? {}) as Partial<PickleGlobal>;
  const format = name !== undefined && Object.hasOwn(storageFormats, name) ? storageFormats[name] : undefined;
  const isKnown = format !== undefined || (name !== undefined && otherStorages.includes(name.split(' ').at(-1)!));
  if (kind !== 'storage' || !isKnown || typeof key !== 'string' || !isCount(count))
    throw new RangeError('pickle: expected persistent ids of storages, found another');
  return new TorchStorage(format, key, count);
}
