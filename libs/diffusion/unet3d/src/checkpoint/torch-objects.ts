import type { NumberFormat } from './number-formats.ts';
import { PickleDict, type PickleGlobal } from './pickle.ts';

/** Memory of one or several tensors: a file in the archive. */
export class TorchStorage {
  readonly format: NumberFormat;
  /** Name of the file under data/. */
  readonly key: string;
  /** How many numbers it holds. */
  readonly count: number;

  constructor(format: NumberFormat, key: string, count: number) {
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

/** Types of numbers that checkpoints mention; texts to us. */
const dtypes = 'float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool double float half long int'.split(
  ' ',
);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const areCounts = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isCount);

function makeTensor(args: readonly unknown[]): TorchTensor {
  const [storage, offset, shape, strides] = args;
  const fits =
    args.length >= 4 &&
    args.length <= 7 &&
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

const makers: Readonly<Record<string, PickleGlobal['make']>> = {
  'collections OrderedDict': makeDict,
  'torch._utils _rebuild_tensor': makeTensor,
  'torch._utils _rebuild_tensor_v2': makeTensor,
  'torch._utils _rebuild_parameter': makeParameter,
  'torch._utils _rebuild_parameter_with_state': makeParameter,
  'torch Size': makeSize,
  'torch device': makeDevice,
};

/** All that a pickle of PyTorch may name: how tensors are put together again, and what describes them. */
export const torchGlobals: ReadonlyMap<string, PickleGlobal> = new Map<string, PickleGlobal>([
  ...Object.entries(makers).map(([name, make]) => [name, { name, make }] as [string, PickleGlobal]),
  ...[...Object.keys(storageFormats), ...dtypes].map((name) => [`torch ${name}`, { name }] as [string, PickleGlobal]),
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
  if (kind !== 'storage' || format === undefined || typeof key !== 'string' || !isCount(count))
    throw new RangeError('pickle: expected persistent ids of storages of real numbers, found another');
  return new TorchStorage(format, key, count);
}
