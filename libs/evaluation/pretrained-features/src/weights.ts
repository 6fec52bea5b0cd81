import { openTensorFile, readWeight, CheckpointError, type ByteSource, type StoredTensor } from '@braingen/unet3d';
import { elementCount, sha256 } from '@braingen/volume';
import type { NormalizedWeights } from './convolution.ts';

/** The tensors of a residual network as PyTorch's state_dict names them, without what stands before all of them. */
export interface Weights {
  readonly has: (key: string) => boolean;
  /**
   * A convolution and the batch normalisation after it.
   *
   * @param convolution the key's beginning, such as 'layer1.0.conv1'
   * @throws CheckpointError that names what is missing
   */
  readonly normalized: (convolution: string, normalization: string) => Promise<NormalizedWeights>;
  /** SHA-256 of the file, in hexadecimal. */
  readonly checksum: string;
}

/**
 * Opens a .pth of torch.save or a safetensors file; nothing in it is executed.
 *
 * @throws CheckpointError that names the file if it has no convolution called conv1
 */
export async function openResidualWeights(source: ByteSource): Promise<Weights> {
  const tensors = named((await openTensorFile(source)).tensors);
  if (!tensors.has('conv1.weight')) {
    throw new CheckpointError(`${source.name}: expected the weights of a residual network, found no conv1.weight`);
  }
  const find = (key: string): StoredTensor => {
    const tensor = tensors.get(key);
    if (!tensor) throw new CheckpointError(`${source.name}: expected ${key}, as this network has it, found none`);
    return tensor;
  };
  const vector = async (key: string, length: number): Promise<Float32Array> => {
    const tensor = find(key);
    if (tensor.shape.length !== 1 || tensor.shape[0] !== length) {
      throw new CheckpointError(
        `${source.name}: expected ${key} of shape [${length}], found [${tensor.shape.slice(0, 8).join(', ')}]`,
      );
    }
    const out = new Float32Array(length);
    await readWeight(source, tensor, tensor.shape, out);
    return out;
  };
  return {
    has: (key) => tensors.has(key),
    normalized: async (convolution, normalization) => {
      const tensor = find(`${convolution}.weight`);
      const shape = filterShape(tensor.shape);
      if (!shape) {
        throw new CheckpointError(
          `${source.name}: expected ${convolution}.weight as [out, in, h, w] or [out, in, d, h, w], found [${tensor.shape.slice(0, 8).join(', ')}]`,
        );
      }
      const filter = new Float32Array(elementCount(shape));
      await readWeight(source, tensor, shape, filter);
      const channels = shape[4];
      return {
        shape,
        filter,
        bias: tensors.has(`${convolution}.bias`) ? await vector(`${convolution}.bias`, channels) : undefined,
        scale: await vector(`${normalization}.weight`, channels),
        shift: await vector(`${normalization}.bias`, channels),
        mean: await vector(`${normalization}.running_mean`, channels),
        variance: await vector(`${normalization}.running_var`, channels),
      };
    },
    checksum: await sha256(Uint8Array.from(await source.read(0, source.size))),
  };
}

/** torchvision's ResNet as a list of its parts, which RadImageNet's authors saved: their names by number. */
const parts: Readonly<Record<string, string>> = {
  ...{ 0: 'conv1', 1: 'bn1', 4: 'layer1', 5: 'layer2', 6: 'layer3', 7: 'layer4' },
};

/** Without what stands before the first convolution's name, and with names in place of numbers. */
function named(tensors: ReadonlyMap<string, StoredTensor>): ReadonlyMap<string, StoredTensor> {
  const keys = [...tensors.keys()];
  const numbered = keys.find((key) => /^(.*\.)?backbone\.0\.weight$/.test(key));
  if (numbered === undefined) {
    const first = keys.find((key) => /^(?!.*layer\d)(.*\.)?conv1\.weight$/.test(key)) ?? '';
    return without(tensors, first.slice(0, -'conv1.weight'.length), (key) => key);
  }
  return without(tensors, numbered.slice(0, -'0.weight'.length), (key) =>
    key.replace(/^\d+/, (number) => parts[number] ?? number),
  );
}

function without(
  tensors: ReadonlyMap<string, StoredTensor>,
  prefix: string,
  name: (key: string) => string,
): ReadonlyMap<string, StoredTensor> {
  const own = [...tensors].filter(([key]) => key.startsWith(prefix));
  return new Map(own.map(([key, tensor]) => [name(key.slice(prefix.length)), tensor]));
}

/** [out, in, ..] as [d, h, w, in, out]; a filter of slices is one voxel deep. */
function filterShape(shape: readonly number[]): NormalizedWeights['shape'] | undefined {
  const [out, incoming, ...sides] = shape;
  if (sides.length === 2) return [1, sides[0], sides[1], incoming, out];
  return sides.length === 3 ? [sides[0], sides[1], sides[2], incoming, out] : undefined;
}
