import { compressionInputs } from './bad-inputs/compression.ts';
import { contentInputs } from './bad-inputs/content.ts';
import { numberInputs } from './bad-inputs/numbers.ts';
import { placementInputs } from './bad-inputs/placement.ts';
import type { BadInput } from './bad-inputs/bad-input.ts';

/** Files that other readers get wrong, each made by code. */
export const badInputs: readonly BadInput[] = [
  ...compressionInputs,
  ...contentInputs,
  ...placementInputs,
  ...numberInputs,
];

export { localServer, type Answer, type LocalServer } from './local-server.ts';
export { defaultAffine, type BadInput } from './bad-inputs/bad-input.ts';
export { writeAnnexLink, writeBadInput } from './bad-inputs/write.ts';
export { concatenate as concatenateBytes, countingVoxels, niftiFile, niftiPair, type FileSpec } from './nifti/file.ts';
export { headerBytes, type HeaderFields } from './nifti/header.ts';
export { voxelBytes, type Datatype } from './nifti/voxels.ts';
export {
  pickle,
  Pickled,
  pickledCall,
  pickledDict,
  pickledGlobal,
  pickledReference,
  pickledState,
  type Picklable,
} from './checkpoints/pickle.ts';
export { storedZip, type ZipFile, type ZipOptions } from './checkpoints/stored-zip.ts';
export { pickledTensor, sixFloats, torchArchive, type TensorSpec } from './checkpoints/torch-archive.ts';
