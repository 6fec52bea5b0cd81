// What is fuzzed: for each kind of file some that are right, the reader, the errors it may throw, and what the file
// promises: how much memory reading it may take.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  checkpointFiles,
  niftiFile,
  oldTorchFile,
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
  openTensorFile,
  openWeights,
  parseDescription,
  readSafetensors,
  SafetensorsError,
} from '@braingen/unet3d';
import { decodeNifti, NiftiError } from '@braingen/volume';
import { parseConfig, PipelineError } from '@braingen/pipeline';
import { readConditions, readLog } from '@braingen/pipeline/node';
import { readMark } from '@braingen/provenance';
import { doubtsAboutParticipants, readSidecar } from '@braingen/bids';
import { parseNyulScale } from '@braingen/tissue';
/* eslint-disable @nx/enforce-module-boundaries -- readers that no package shows to others */
import {
  CascadeError,
  parseDescription as parseCascade,
} from '../../libs/diffusion/cascade/src/checkpoint/description.ts';
import { encodeMatlab4 } from '../../libs/preprocess/registration/src/matrix/matlab4.ts';
import { readMatrix } from '../../libs/preprocess/registration/src/matrix/read.ts';
/* eslint-enable @nx/enforce-module-boundaries */

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

const table = `participant_id\tsession_id\tage\tsex
sub-01\tses-1\t30\tF
sub-01\tses-2\t32\tF
sub-02\t1\t-999\tn/a
03\t1\t999\tM
`;

const log = [
  { step: 1, loss: 0.5, learningRate: 1e-3, seconds: 0.2 },
  { step: 2, stage: 'coarse', validationLoss: 0.4, validationByTime: [{ t: 10, loss: 0.3 }] },
  {
    step: 2,
    energy: { kWh: 0.1, co2Grams: 30, carbonIntensity: 300, source: 'RAPL', isMeasured: true },
  },
].map((line) => `${JSON.stringify(line)}\n`);

const sidecar = {
  Sources: ['bids:raw:sub-01/anat/sub-01_T1w.nii.gz'],
  SkullStripped: true,
  Braingen: {
    ...{ version: '0.1.0', node: 'v20', threads: 2, settings: 'a', template: {} },
    input: { name: 'sub-01', sha256: 'b' },
    output: { sha256: 'c' },
    steps: [{ name: 'n4', seconds: 1.5 }],
    measures: { snr: 12.5, cjv: 0.4 },
    warnings: ['voxels of 3 mm'],
  },
};

const itk = `#Insight Transform File V1.0
#Transform 0
Transform: AffineTransform_double_3_3
Parameters: 1 0 0 0 1 0 0 0 1 3 4 5
FixedParameters: 0 0 0
`;
const matlab = [
  { name: 'AffineTransform_double_3_3', values: [1, 0, 0, 0, 1, 0, 0, 0, 1, 3, 4, 5] },
  { name: 'fixed', values: [0, 0, 0] },
];

const provenance = {
  Synthetic: true,
  DigitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
  GeneratedBy: { Name: 'braingen', Version: '0.1.0' },
  Model: { SHA256: 'a'.repeat(64) },
  ...{ Seed: 1, Number: 2, VoxelsSHA256: ['b'.repeat(64)] },
};

const cascade = {
  ...{ format: 'braingen-cascade', version: 3, window: {}, scales: [], rims: [{ surface: 0.3, ratio: 1.2 }] },
  ...{ variances: [1], shrinkage: {}, stages: [{ stage: {}, file: 'stage-1.safetensors' }], about: {} },
};

const json = (value) => text(JSON.stringify(value));

/** What readers of files are given: one file of a folder, written anew for each mutant. */
const folder = mkdtempSync(join(tmpdir(), 'braingen-fuzz-'));
const asFile = (name, read) => (bytes) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return read(path);
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
  'pth before 1.6': {
    files: [oldTorchFile],
    read: (bytes) => openTensorFile(bytesSource(bytes)),
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
    errors: [CheckpointError, RangeError],
    promise: (bytes) => bytes.length,
  },
  yaml: {
    files: [text(config), text('a: &a [1, 2]\nb: [*a, *a]\n')],
    read: (bytes) => parseConfig(decode(bytes), 'config.yaml'),
    errors: [PipelineError],
    promise: (bytes) => bytes.length,
  },
  'participants.tsv': {
    files: [text(table), text(table.replaceAll('\n', '\r\n'))],
    read: asFile('participants.tsv', async () => {
      const volumes = ['sub-01_ses-1', 'sub-02', 'sub-03'].map((name) => ({ name, path: join(folder, `${name}.nii`) }));
      const { warnings } = await readConditions(folder, volumes, ['age', 'sex']);
      checkLines(warnings);
    }),
    errors: [PipelineError],
    promise: (bytes) => bytes.length,
  },
  'participants.tsv, doubts': {
    files: [text(table)],
    read: (bytes) => checkLines(doubtsAboutParticipants(decode(bytes), ['01', '02'])),
    errors: [],
    promise: (bytes) => bytes.length,
  },
  'log.jsonl': {
    files: [text(log.join(''))],
    read: asFile('log.jsonl', readLog),
    errors: [],
    promise: (bytes) => bytes.length,
  },
  sidecar: {
    files: [json(sidecar)],
    read: asFile('sub-01_desc-preproc_T1w.json', readSidecar),
    errors: [RangeError],
    promise: (bytes) => bytes.length,
  },
  landmarks: {
    files: [json({ quantiles: [0, 0.5, 1], landmarks: [0, 50, 100] })],
    read: (bytes) => parseNyulScale(decode(bytes), 'landmarks.json'),
    errors: [RangeError],
    promise: (bytes) => bytes.length,
  },
  matrix: {
    files: [text('1 0 0 3\n0 1 0 4\n0 0 1 5\n0 0 0 1\n'), text(itk), encodeMatlab4(matlab)],
    read: (bytes) => readMatrix(bytes),
    errors: [RangeError],
    promise: (bytes) => bytes.length,
  },
  'provenance mark': {
    files: [json(provenance)],
    read: (bytes) => readMark([{ code: 6, data: bytes }]),
    errors: [],
    promise: (bytes) => bytes.length,
  },
  'cascade.json': {
    files: [json(cascade)],
    read: (bytes) => parseCascade(decode(bytes)),
    errors: [CascadeError],
    promise: (bytes) => bytes.length,
  },
};

/** A warning is a line that a person reads, whatever the file holds. */
function checkLines(warnings) {
  const long = warnings.find((warning) => warning.length > 1000);
  if (long !== undefined) throw new Error(`expected a warning of a line, found ${long.length} characters`);
}
