import { openTensorFile, readWeight, CheckpointError, type ByteSource, type StoredTensor } from '@braingen/unet3d';
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
  const { tensors } = await openTensorFile(source);
  const first = [...tensors.keys()].find((key) => /(^|\.)conv1\.weight$/.test(key) && !/layer\d/.test(key));
  if (first === undefined) {
    throw new CheckpointError(`${source.name}: expected the weights of a residual network, found no conv1.weight`);
  }
  const prefix = first.slice(0, -'conv1.weight'.length);
  const find = (key: string): StoredTensor => {
    const tensor = tensors.get(prefix + key);
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
    has: (key) => tensors.has(prefix + key),
    normalized: async (convolution, normalization) => {
      const tensor = find(`${convolution}.weight`);
      const shape = filterShape(tensor.shape);
      if (!shape) {
        throw new CheckpointError(
          `${source.name}: expected ${convolution}.weight as [out, in, h, w] or [out, in, d, h, w], found [${tensor.shape.slice(0, 8).join(', ')}]`,
        );
      }
      const filter = new Float32Array(shape.reduce((all, side) => all * side, 1));
      await readWeight(source, tensor, shape, filter);
      const channels = shape[4];
      return {
        shape,
        filter,
        bias: tensors.has(`${prefix}${convolution}.bias`) ? await vector(`${convolution}.bias`, channels) : undefined,
        scale: await vector(`${normalization}.weight`, channels),
        shift: await vector(`${normalization}.bias`, channels),
        mean: await vector(`${normalization}.running_mean`, channels),
        variance: await vector(`${normalization}.running_var`, channels),
      };
    },
    checksum: await checksumOf(source),
  };
}

/** [out, in, ..] as [d, h, w, in, out]; a filter of slices is one voxel deep. */
function filterShape(shape: readonly number[]): NormalizedWeights['shape'] | undefined {
  const [out, incoming, ...sides] = shape;
  if (sides.length === 2) return [1, sides[0], sides[1], incoming, out];
  return sides.length === 3 ? [sides[0], sides[1], sides[2], incoming, out] : undefined;
}

async function checksumOf(source: ByteSource): Promise<string> {
  const bytes = await source.read(0, source.size);
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
