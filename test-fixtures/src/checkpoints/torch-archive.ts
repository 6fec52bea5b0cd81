import {
  pickle,
  pickledCall,
  pickledDict,
  pickledGlobal,
  pickledReference,
  type Picklable,
  type Pickled,
} from './pickle.ts';
import { storedZip, type ZipFile, type ZipOptions } from './stored-zip.ts';

/** A tensor as torch.save describes it, good by default, with any part overridden. */
export interface TensorSpec {
  readonly key?: string;
  readonly type?: string;
  readonly count?: number;
  readonly offset?: Picklable;
  readonly shape?: readonly number[];
  readonly strides?: readonly number[];
}

/** What rebuilds a tensor of 2 x 3 numbers from a storage of 6. */
export function pickledTensor(spec: TensorSpec = {}): Pickled {
  const { key = '0', type = 'FloatStorage', count = 6, offset = 0, shape = [2, 3], strides = [3, 1] } = spec;
  const storage = pickledReference(['storage', pickledGlobal('torch', type), key, 'cpu', count]);
  const hooks = pickledCall(pickledGlobal('collections', 'OrderedDict'), []);
  return pickledCall(pickledGlobal('torch._utils', '_rebuild_tensor_v2'), [
    storage,
    offset,
    shape,
    strides,
    false,
    hooks,
  ]);
}

/** The numbers 1, 2, 3, 4, 5, 6 as a storage. */
export const sixFloats: ZipFile = {
  name: 'archive/data/0',
  bytes: new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer),
};

/** An archive of torch.save with the pickle given and one storage. */
export function torchArchive(
  content: Readonly<Record<string, Picklable>> | Uint8Array,
  files: readonly ZipFile[] = [sixFloats],
  options: ZipOptions = {},
): Uint8Array {
  const bytes = content instanceof Uint8Array ? content : pickle(pickledDict(content));
  return storedZip([{ name: 'archive/data.pkl', bytes }, ...files], options);
}
