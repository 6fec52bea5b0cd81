import type { ByteSource } from './byte-source.ts';
import { bytesPerNumber } from './number-formats.ts';
import { readPickle } from './pickle.ts';
import { quoted } from './quoted.ts';
import type { StoredTensor, TensorFile } from './stored-tensor.ts';
import { storageOf, torchGlobals, type TorchTensor } from './torch-objects.ts';
import { checkTensor, tensorsIn } from './torch-tensors.ts';
import { locateZipEntry, readZipDirectory, type ZipEntry } from './zip.ts';

/** More is no description of tensors: 100,000 of them take 20 MB. */
const maximumPickleBytes = 2 ** 25;

/**
 * Reads what a file of torch.save (PyTorch 1.6 and later) says of its tensors; the numbers stay where they are. Everything else in the
 * file, such as epochs and an optimiser's settings, is passed over.
 *
 * @param wanted the keys whose tensors are checked and kept; all by default
 * @throws RangeError if the archive or the pickle must not be trusted, or a tensor does not fit its storage
 */
export async function openTorchFile(
  source: ByteSource,
  wanted: (keys: readonly string[]) => readonly string[] = (keys) => keys,
): Promise<TensorFile> {
  const entries = await readZipDirectory(source);
  const root = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (root.length !== 1)
    throw new RangeError(`expected one data.pkl in the archive, as torch.save writes it, found ${root.length}`);
  const folder = root[0].slice(0, -'data.pkl'.length);
  await checkByteOrder(source, entries.get(`${folder}byteorder`));
  const pickle = await readEntry(source, entries.get(root[0]) as ZipEntry, maximumPickleBytes);
  const found = tensorsIn(readPickle(pickle, { globals: torchGlobals, persistent: storageOf }));

  const tensors = new Map<string, StoredTensor>();
  for (const key of wanted([...found.keys()])) {
    const tensor = found.get(key) as TorchTensor;
    const { format } = tensor.storage;
    if (!format) throw new RangeError(`expected real numbers for ${quoted(key)}, found others`);
    const name = `${folder}data/${tensor.storage.key}`;
    const entry = entries.get(name);
    if (!entry) throw new RangeError(`expected ${quoted(name)} for ${quoted(key)}, found none`);
    checkTensor(key, tensor);
    const bytes = tensor.storage.count * bytesPerNumber[format];
    if (entry.size !== bytes)
      throw new RangeError(`expected ${bytes} bytes in ${quoted(name)} for ${quoted(key)}, found ${entry.size}`);
    const begin = (await locateZipEntry(source, entry)) + tensor.offset * bytesPerNumber[format];
    tensors.set(key, { shape: tensor.shape, strides: tensor.strides, format, begin });
  }
  return { format: 'PyTorch', source, tensors, metadata: {} };
}

async function checkByteOrder(source: ByteSource, entry: ZipEntry | undefined): Promise<void> {
  // Before PyTorch 2.1 there was no such file, and little-endian was what every machine wrote.
  const order = entry ? new TextDecoder().decode(await readEntry(source, entry, 16)) : 'little';
  if (order !== 'little') throw new RangeError(`expected numbers in little-endian order, found ${quoted(order)}`);
}

async function readEntry(source: ByteSource, entry: ZipEntry, most: number): Promise<Uint8Array> {
  if (entry.size > most)
    throw new RangeError(`expected at most ${most} bytes in ${quoted(entry.name)}, found ${entry.size}`);
  const begin = await locateZipEntry(source, entry);
  return new Uint8Array(await source.read(begin, begin + entry.size));
}
