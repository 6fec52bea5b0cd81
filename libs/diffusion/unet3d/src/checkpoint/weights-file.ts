import { hostArrays } from '@braingen/engine';
import { elementCount } from '@braingen/volume';
import type { UNetConfig } from '../config.ts';
import { parameterShapes } from '../unet.ts';
import type { ByteSource } from './byte-source.ts';
import { namingLater } from './checkpoint-error.ts';
import { findNetworks, isUnappliedProjection, translateKeys, type KeyGeneration } from './key-generations.ts';
import { listed, quoted } from './quoted.ts';
import { readWeight, type StoredTensor, type TensorFile } from './stored-tensor.ts';
import { openTensorFile } from './tensor-file.ts';
import { torchShape } from './torch-layout.ts';
import { checkKeys } from './weights.ts';

/** The weights of a U-Net in a file, under the keys of MONAI 1.4 and later. Nothing but their description has been read. */
export interface WeightsFile extends TensorFile {
  /** Whose keys the file itself has. */
  readonly generation: KeyGeneration;
  /** Where in the file the weights lie: what stands before the first key, '' if nothing does. */
  readonly prefix: string;
  /** Where else weights of a U-Net lie. */
  readonly otherPrefixes: readonly string[];
  /** Projections that the file holds and that its network never applied: they are read as the identity. */
  readonly unapplied: ReadonlySet<string>;
}

export interface WeightsFileOptions {
  /**
   * Which of several networks in the file: what stands before its keys, such as 'ema'.
   * @default an average, else the first
   */
  readonly prefix?: string | undefined;
}

/**
 * Opens weights of MONAI's DiffusionModelUNet: a safetensors file, or a .pth of torch.save that holds
 * a state_dict or a dictionary with one, of MONAI 1.4 and later or of monai-generative. Nothing in it is ever executed.
 *
 * @throws CheckpointError that names the file and, where it is about one, the key
 */
export function openWeights(source: ByteSource, options: WeightsFileOptions = {}): Promise<WeightsFile> {
  return namingLater(source.name, async () => {
    let prefixes: string[] = [];
    let chosen = '';
    const wanted = (keys: readonly string[]): string[] => {
      prefixes = findNetworks(keys);
      chosen = choose(prefixes, options.prefix);
      return keys.filter((key) => key.startsWith(chosen));
    };
    const file = await openTensorFile(source, wanted);
    const { keys, generation } = translateKeys([...file.tensors.keys()].map((key) => key.slice(chosen.length)));
    const tensors = new Map<string, StoredTensor>();
    const unapplied = new Set<string>();
    for (const [old, key] of keys) {
      tensors.set(key, file.tensors.get(chosen + old) as StoredTensor);
      if (isUnappliedProjection(old)) unapplied.add(key);
    }
    const otherPrefixes = prefixes.filter((prefix) => prefix !== chosen);
    return { ...file, tensors, generation, prefix: chosen, otherPrefixes, unapplied };
  });
}

/**
 * Reads the weights that a network needs, one after the other, in TensorFlow.js' layout.
 *
 * @returns values by key, for `createUNet` or `assignValues`
 * @throws CheckpointError that names a key that is missing, left over or of another shape; nothing is read then
 */
export function readWeights(
  file: Pick<WeightsFile, 'source' | 'tensors'> & Partial<Pick<WeightsFile, 'unapplied'>>,
  config: UNetConfig,
): Promise<Map<string, Float32Array>> {
  const { source, tensors, unapplied = new Set<string>() } = file;
  return namingLater(source.name, async () => {
    const shapes = parameterShapes(config);
    checkKeys(shapes.keys(), new Map([...tensors].filter(([key]) => shapes.has(key) || !unapplied.has(key))));
    for (const [key, shape] of shapes) checkShape(key, tensors.get(key)?.shape ?? [], torchShape(shape));

    // All in one piece: many small ones would each begin and end within a page.
    const total = [...shapes.values()].reduce((sum, shape) => sum + elementCount(shape), 0);
    const all = hostArrays()?.unfilled(total) ?? new Float32Array(total);
    const values = new Map<string, Float32Array>();
    let begin = 0;
    for (const [key, shape] of shapes) {
      const out = all.subarray(begin, (begin += elementCount(shape)));
      if (unapplied.has(key)) fillIdentity(out, shape);
      else await readWeight(source, tensors.get(key) as StoredTensor, shape, out);
      values.set(key, out);
    }
    return values;
  });
}

function choose(prefixes: readonly string[], asked: string | undefined): string {
  if (asked === undefined) return prefixes.find((prefix) => /(^|[._])ema([._]|$)/i.test(prefix)) ?? prefixes[0];
  const found = prefixes.find((prefix) => prefix === asked || prefix === `${asked}.`);
  if (found === undefined)
    throw new RangeError(
      `expected weights under "${quoted(asked)}", found them under ${prefixes.slice(0, 8).map(quoted).join(', ')}`,
    );
  return found;
}

function checkShape(key: string, found: readonly number[], expected: readonly number[]): void {
  if (expected.join() !== found.join())
    throw new RangeError(`weights: expected ${key} of shape [${expected.join(', ')}], found [${listed(found)}]`);
}

/** What leaves its input as it is: a unit matrix, or a bias of zero. */
function fillIdentity(values: Float32Array, [rows, columns = 0]: readonly number[]): void {
  values.fill(0);
  for (let i = 0; columns > 0 && i < rows; i++) values[i * columns + i] = 1;
}
