import type { ByteSource } from './byte-source.ts';
import { namingLater } from './checkpoint-error.ts';
import { openOldTorchFile } from './old-torch-file.ts';
import { openSafetensors } from './safetensors.ts';
import type { StoredTensor, TensorFile } from './stored-tensor.ts';
import { openTorchFile } from './torch-file.ts';

/**
 * Opens a file of tensors: safetensors, or a .pth of torch.save, older than PyTorch 1.6 too. Nothing in it is ever executed, and none of
 * its numbers is read yet.
 *
 * @param wanted the keys whose tensors are checked and kept
 * @throws CheckpointError that names the file if it is neither, or must not be trusted
 */
export function openTensorFile(
  source: ByteSource,
  wanted: (keys: readonly string[]) => readonly string[] = (keys) => keys,
): Promise<TensorFile> {
  return namingLater(source.name, () => openAny(source, wanted));
}

async function openAny(
  source: ByteSource,
  wanted: (keys: readonly string[]) => readonly string[],
): Promise<TensorFile> {
  const start = new Uint8Array(await source.read(0, Math.min(source.size, 64)));
  const startsWith = (...bytes: number[]): boolean => bytes.every((byte, index) => start[index] === byte);
  if (startsWith(0x50, 0x4b)) return openTorchFile(source, wanted);
  // The pickle of a long number, with which torch.save began its files before they were archives.
  if (startsWith(0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46)) return openOldTorchFile(source, wanted);
  if (new TextDecoder().decode(start).startsWith('version https://git-lfs'))
    throw new RangeError('expected a file of weights, found the pointer of git-lfs to one: git lfs pull fetches it');
  if (start[8] !== 0x7b)
    throw new RangeError('expected a safetensors file or a .pth of PyTorch, found neither by its first bytes');
  const file = await openSafetensors(source);
  const keys = wanted([...file.tensors.keys()]);
  return { ...file, tensors: new Map(keys.map((key) => [key, file.tensors.get(key) as StoredTensor])) };
}
