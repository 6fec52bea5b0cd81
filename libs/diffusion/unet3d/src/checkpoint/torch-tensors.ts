import { elementCount } from '@braingen/volume';
import { PickleDict } from './pickle.ts';
import { listed, quoted } from './quoted.ts';
import { checkKeyLength, spanOf } from './stored-tensor.ts';
import { TorchTensor } from './torch-objects.ts';

/** Dictionaries within dictionaries: a training checkpoint has four. */
const maximumDepth = 16;

/**
 * The tensors in what torch.save wrote. Those in dictionaries and lists get the way to them as key, with dots:
 * 'state_dict.conv_in.conv.weight'.
 */
export function tensorsIn(root: unknown): Map<string, TorchTensor> {
  const found = new Map<string, TorchTensor>();
  const seen = new Set<unknown>();
  const visit = (value: unknown, key: string, depth: number): void => {
    if (value instanceof TorchTensor) {
      checkKeyLength(key);
      if (found.has(key)) throw new RangeError(`expected one tensor under ${quoted(key)}, found two`);
      found.set(key, value);
    }
    const isContainer = value instanceof PickleDict || Array.isArray(value);
    // A pickle may hold what holds itself, and hold it often.
    if (!isContainer || seen.has(value) || depth > maximumDepth) return;
    seen.add(value);
    for (const [name, item] of value.entries()) {
      const isPlace = typeof name === 'string' || typeof name === 'number';
      // The way to a number is no key: a list of a million of them stays what it is.
      if (isPlace && (item instanceof TorchTensor || item instanceof PickleDict || Array.isArray(item)))
        visit(item, depth === 0 ? String(name) : `${key}.${name}`, depth + 1);
    }
  };
  visit(root, '', 0);
  return found;
}

/** @throws RangeError if a tensor does not lie within its storage */
export function checkTensor(key: string, { shape, strides, offset, storage }: TorchTensor): void {
  const numbers = Math.max(offset + spanOf({ shape, strides }), elementCount(shape));
  if (!(numbers <= storage.count))
    throw new RangeError(
      `expected ${quoted(key)} [${listed(shape)}] with strides [${listed(strides)}] from ${offset} within a storage of ${storage.count} numbers, found ${numbers}`,
    );
}
