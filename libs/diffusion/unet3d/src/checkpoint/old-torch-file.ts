import type { ByteSource } from './byte-source.ts';
import { bytesPerNumber } from './number-formats.ts';
import { PickleDict, readFirstPickle } from './pickle.ts';
import { quoted } from './quoted.ts';
import type { StoredTensor, TensorFile } from './stored-tensor.ts';
import { storageOf, torchGlobals, type TorchStorage, type TorchTensor } from './torch-objects.ts';
import { checkTensor, tensorsIn } from './torch-tensors.ts';

/** All that stands before the numbers; a network of a thousand tensors takes 200 kB. */
const maximumPickleBytes = 2 ** 25;

/** The version of the format that torch.save wrote until PyTorch 1.6. */
const knownVersion = 1001;

/**
 * Reads what a file of torch.save before PyTorch 1.6 says of its tensors, as `openTorchFile` does for later ones: five pickles (a
 * signature, the format's version, the machine, the object itself, the keys of its storages), then each storage's count and numbers.
 *
 * @param wanted the keys whose tensors are checked and kept; all by default
 * @throws RangeError if a pickle must not be trusted, or the storages are not what they say
 */
export async function openOldTorchFile(
  source: ByteSource,
  wanted: (keys: readonly string[]) => readonly string[] = (keys) => keys,
): Promise<TensorFile> {
  // A copy: what is read later may overwrite the bytes.
  const head = Uint8Array.from(await source.read(0, Math.min(source.size, maximumPickleBytes)));
  const storages = new Map<string, TorchStorage>();
  const persistent = (id: unknown): TorchStorage => {
    const storage = storageOf(id);
    if (Array.isArray(id) && id.length > 5 && id[5] !== null)
      throw new RangeError('pickle: expected storages of their own, found a part of another one');
    storages.set(storage.key, storage);
    return storage;
  };
  let at = 0;
  const next = (): unknown => {
    const { value, end } = readFirstPickle(head.subarray(at), { globals: torchGlobals, persistent });
    at += end;
    return value;
  };
  next();
  const version = next();
  if (version !== knownVersion) {
    throw new RangeError(
      `expected version ${knownVersion} of torch.save's old format, found ${quoted(String(version))}`,
    );
  }
  const machine = next();
  if (!(machine instanceof PickleDict) || machine.get('little_endian') !== true)
    throw new RangeError('expected numbers in little-endian order, found others');
  const found = tensorsIn(next());
  const begins = await locate(source, next(), storages, at);

  const tensors = new Map<string, StoredTensor>();
  for (const key of wanted([...found.keys()])) {
    const tensor = found.get(key) as TorchTensor;
    const { format } = tensor.storage;
    const begin = begins.get(tensor.storage.key);
    if (!format) throw new RangeError(`expected real numbers for ${quoted(key)}, found others`);
    if (begin === undefined) throw new RangeError(`expected a storage for ${quoted(key)}, found none`);
    checkTensor(key, tensor);
    const { shape, strides, offset } = tensor;
    tensors.set(key, { shape, strides, format, begin: begin + offset * bytesPerNumber[format] });
  }
  return { format: 'PyTorch', source, tensors, metadata: {} };
}

/** Where each storage's numbers begin. They lie one after the other from `at`, in the order of their keys. */
async function locate(
  source: ByteSource,
  keys: unknown,
  storages: ReadonlyMap<string, TorchStorage>,
  at: number,
): Promise<Map<string, number>> {
  if (!Array.isArray(keys)) throw new RangeError('expected a list of storages, found another value');
  const begins = new Map<string, number>();
  for (const key of keys as unknown[]) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage?.format) throw new RangeError('expected storages of real numbers that tensors name, found another');
    const bytes = await source.read(at, at + 8);
    const count = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
    if (count !== storage.count)
      throw new RangeError(`expected ${storage.count} numbers in storage ${quoted(storage.key)}, found ${count}`);
    if (begins.has(storage.key)) throw new RangeError(`expected storage ${quoted(storage.key)} once, found it twice`);
    begins.set(storage.key, at + 8);
    at += 8 + count * bytesPerNumber[storage.format];
  }
  if (at > source.size) throw new RangeError(`expected ${at} bytes, found ${source.size}`);
  return begins;
}
