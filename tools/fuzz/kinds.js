// What is fuzzed: for each kind of file some that are right, the reader, the errors it may throw, and what the file
// promises: how much memory reading it may take.
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  checkpointFiles,
  niftiFile,
  pickledCall,
  pickledDict,
  pickledGlobal,
  pickledTensor,
  sixFloats,
  torchArchive,
} from './seeds.js';
import {
  bytesSource,
  CheckpointError,
  openWeights,
  parseDescription,
  readSafetensors,
  SafetensorsError,
} from '@braingen/unet3d';
import { decodeNifti, NiftiError } from '@braingen/volume';
import { parseConfig, PipelineError } from '@braingen/pipeline';

const text = (value) => new TextEncoder().encode(value);
const decode = (bytes) => new TextDecoder().decode(bytes);

const config = `seed: 3
data: { shape: [8, 8, 8], validation: 2 }
model: &model
  channels: [4, 8]
  attentionLevels: [false, true]
schedule: { predictionType: v }
condition: { covariates: [age], classes: sex }
training:
  steps: 20
  learningRate: 1.0e-3
sampling: { scheduler: ddim, steps: 10 }
`;

/** Bytes of voxels that a NIfTI header, right or wrong, can promise in a file of so many bytes. */
const inflated = (bytes) => {
  try {
    return gunzipSync(bytes, { maxOutputLength: 2 ** 24 }).length;
  } catch {
    return 1032 * bytes.length;
  }
};

export const kinds = {
  nifti: {
    files: [niftiFile(), niftiFile({ big: true }), niftiFile({ version: 2 }), niftiFile({ extension: true })],
    read: (bytes) => decodeNifti(bytes, { maxVoxels: 2 ** 22 }),
    errors: [NiftiError],
    promise: (bytes) => 8 * bytes.length,
  },
  'nifti.gz': {
    files: [niftiFile(), niftiFile({ extension: true })].map((bytes) => Uint8Array.from(gzipSync(bytes))),
    read: (bytes) => decodeNifti(bytes, { maxVoxels: 2 ** 22 }),
    errors: [NiftiError],
    promise: (bytes) => 8 * inflated(bytes),
  },
  // What a mutation of a compressed file seldom gets to: the content is changed, then compressed.
  'nifti in gz': {
    files: [niftiFile(), niftiFile({ extension: true })],
    read: (bytes) => decodeNifti(Uint8Array.from(gzipSync(bytes, { level: 1 })), { maxVoxels: 2 ** 22 }),
    errors: [NiftiError],
    promise: (bytes) => 8 * bytes.length,
  },
  pth: {
    files: [
      torchArchive({ state_dict: pickledDict({ 'conv_in.conv.weight': pickledTensor() }), epoch: 3 }),
      torchArchive({ 'conv_in.conv.weight': pickledTensor() }, [sixFloats], { zip64: true, comment: 'x' }),
      torchArchive({
        'conv_in.conv.weight': pickledTensor(),
        seen: pickledCall(pickledGlobal('builtins', 'set'), [[1, 2]]),
        size: pickledCall(pickledGlobal('torch', 'Size'), [[2, 3]]),
      }),
    ],
    read: (bytes) => openWeights(bytesSource(bytes)),
    errors: [CheckpointError],
    promise: (bytes) => bytes.length,
  },
  safetensors: {
    files: checkpointFiles()
      .filter(([name]) => name.endsWith('.safetensors'))
      .map(([, bytes]) => bytes),
    read: async (bytes) => {
      await openWeights(bytesSource(bytes)).catch((error) => {
        if (!(error instanceof CheckpointError)) throw error;
      });
      readSafetensors(bytes);
    },
    errors: [SafetensorsError, RangeError],
    promise: (bytes) => bytes.length,
  },
  'checkpoint.json': {
    files: checkpointFiles()
      .filter(([name]) => name.endsWith('.json'))
      .map(([, bytes]) => bytes),
    read: (bytes) => parseDescription(decode(bytes)),
    errors: [CheckpointError, SyntaxError, RangeError],
    promise: (bytes) => bytes.length,
  },
  yaml: {
    files: [text(config), text('a: &a [1, 2]\nb: [*a, *a]\n')],
    read: (bytes) => parseConfig(decode(bytes), 'config.yaml'),
    errors: [PipelineError],
    promise: (bytes) => bytes.length,
  },
};
