// Small files that are right, of each kind that is fuzzed.
import { gunzipSync } from 'node:zlib';
import { identityAffine } from '@braingen/volume';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a fixture that no package shows to others
import checkpoints from '../../test-fixtures/reference/unet3d/checkpoints.json' with { type: 'json' };

export {
  pickledCall,
  pickledDict,
  pickledGlobal,
  pickledTensor,
  sixFloats,
  torchArchive,
} from '@braingen/test-fixtures';
import { niftiFile as fixture } from '@braingen/test-fixtures';

/** 5 x 4 x 3 voxels of int16; big-endian, NIfTI-2, or with two extensions. */
export function niftiFile({ big = false, version = 1, extension = false } = {}) {
  const bytes = new Uint8Array(4 + 48);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  for (const [at, size, code] of [
    [4, 32, 6],
    [36, 16, 44],
  ]) {
    view.setInt32(at, size, true);
    view.setInt32(at + 4, code, true);
  }
  return fixture({
    ...(big && { bigEndian: true }),
    ...(version === 2 && { format: 'nifti2' }),
    ...(extension && { extension: bytes, voxOffset: 400 }),
  });
}

/** The files of a checkpoint, of tensors that no network has. */
export function checkpointFiles() {
  const description = {
    step: 3,
    model: { channels: [4, 8], numResBlocks: 1, attentionLevels: [false, true], normNumGroups: 2 },
    schedule: { kind: 'scaled_linear', steps: 1000 },
    predictionType: 'epsilon',
    seed: 7,
    intensityRange: [0, 1],
    grid: { shape: [8, 12, 8], affine: identityAffine },
    engine: { name: 'tfjs-cpu' },
  };
  const header = { 'conv_in.conv.weight': { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] } };
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: { format: 'pt' }, ...header }));
  const weights = new Uint8Array(8 + text.length + 24);
  new DataView(weights.buffer).setBigUint64(0, BigInt(text.length), true);
  weights.set(text, 8);
  return [
    ['model.safetensors', weights],
    [
      'checkpoint.json',
      new TextEncoder().encode(JSON.stringify({ format: 'braingen-checkpoint', version: 1, ...description })),
    ],
  ];
}

/** A file of torch.save before PyTorch 1.6, made by PyTorch. */
export const oldTorchFile = gunzipSync(Buffer.from(checkpoints.formats['before 1.6'], 'base64'));
