import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { modelFolder } from '@braingen/base-model';
import { readSafetensors } from '@braingen/unet3d';
import { loadCheckpoint } from '@braingen/unet3d/node';
import { freezeAffine, Volume } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { convertCommand } from './convert.ts';
import { sampleCommand } from './sample.ts';

/** Files of MONAI and monai-generative, made by tools/parity/checkpoints.py. */
const reference = JSON.parse(
  await readFile(new URL('../../../../test-fixtures/reference/unet3d/checkpoints.json', import.meta.url), 'utf8'),
) as Record<'monai' | 'generative' | 'training', { file: string }>;

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-convert-'));
  for (const name of ['monai', 'generative', 'training'] as const)
    await writeFile(at(`${name}.pth`), gunzipSync(Buffer.from(reference[name].file, 'base64')));
  await writeFile(
    at('model.yaml'),
    'model: { numHeadChannels: 2, normNumGroups: 2 }\nschedule: { predictionType: v }\ndata: { shape: [4, 6, 4] }\nintensityRange: [0, 1]\n',
  );
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

async function run(
  command: 'convert' | 'sample',
  ...args: string[]
): Promise<{ status: unknown; out: string; log: string }> {
  let [out, log] = ['', ''];
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => ((log += String(piece)), true));
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => ((out += String(piece)), true));
  const program = command === 'convert' ? convertCommand() : sampleCommand();
  await program.parseAsync([...args, '--threads', '1'], { from: 'user' });
  return { status: process.exitCode, out, log };
}

test('a .pth of monai-generative becomes a run that samples', async () => {
  const { status, out, log } = await run('convert', at('generative.pth'), at('run'), '--config', at('model.yaml'));
  expect(status).toBe(0);
  expect(out).toContain('keys of monai-generative');
  expect(log).toContain('proj_attn, which monai-generative never applies');
  expect(log).toContain('assumed: the schedule scaled_linear, 0.0005 to 0.0195 over 1000 steps');
  expect(log).not.toContain('assumed: intensities');
  const { description } = await loadCheckpoint(at('run', 'checkpoints'));
  expect(description).toMatchObject({
    model: { channels: [2, 4], numHeadChannels: 2, normNumGroups: 2, attentionLevels: [false, true] },
    predictionType: 'v',
    intensityRange: [0, 1],
    grid: { shape: [4, 6, 4] },
  });

  // Sampling needs the checkpoint alone.
  await rm(at('run', 'config.yaml'));
  const sampled = await run('sample', at('run'), at('samples'), '--count', '1', '--steps', '2', '--engine', 'tfjs-cpu');
  expect(sampled.status).toBe(0);
  const volume = await readVolume(at('samples', 'sample-0001.nii.gz'));
  expect(volume.shape).toEqual([4, 6, 4]);
  // The box of 181 x 217 x 181 mm in so many voxels.
  expect(volume.affine[0][0]).toBeCloseTo(181 / 4, 3);
});

test('a run becomes a .safetensors file, which becomes the same run', async () => {
  await run('convert', at('monai.pth'), at('run'), '--config', at('model.yaml'));
  await run('convert', at('run'), at('weights.safetensors'), '--raw');
  const { status, log } = await run('convert', at('weights.safetensors'), at('again'));
  expect(status).toBe(0);
  expect(log).not.toContain('assumed');
  const [first, second] = [
    await loadCheckpoint(at('run', 'checkpoints')),
    await loadCheckpoint(at('again', 'checkpoints')),
  ];
  expect(second.weights).toEqual(first.weights);
  expect({ ...second.description, training: undefined }).toEqual({ ...first.description, training: undefined });
  const { metadata } = readSafetensors(await readFile(at('weights.safetensors')));
  expect(metadata['format']).toBe('pt');
  expect(metadata['braingen']).not.toContain('monai.pth');
});

test('a .pth becomes a .safetensors file with the keys of MONAI', async () => {
  await run('convert', at('generative.pth'), at('renamed.safetensors'), '--config', at('model.yaml'));
  const { tensors } = readSafetensors(await readFile(at('renamed.safetensors')));
  expect(tensors.has('middle_block.attention.attn.to_q.weight')).toBe(true);
  expect(tensors.get('conv_in.conv.weight')?.shape).toEqual([2, 1, 3, 3, 3]);
});

test('a training checkpoint gives its average, or the weights asked for, on the grid of a scan', async () => {
  await writeFile(at('groups.yaml'), 'model: { normNumGroups: 2 }\n');
  const affine = freezeAffine([
    [2, 0, 0, -8],
    [0, 2, 0, -8],
    [0, 0, 2, -8],
    [0, 0, 0, 1],
  ]);
  await writeVolume(at('scan.nii'), new Volume(new Float32Array(512), { shape: [8, 8, 8], affine }));
  const options = ['--config', at('groups.yaml'), '--like', at('scan.nii')];
  const average = await run('convert', at('training.pth'), at('average'), ...options);
  expect(average.log).toContain('took ema; --weights takes state_dict.module');
  const trained = await run('convert', at('training.pth'), at('trained'), ...options, '--weights', 'state_dict.module');
  expect(trained.out).toContain('state_dict.module; PyTorch, keys of MONAI');
  const { description } = await loadCheckpoint(at('trained', 'checkpoints'));
  expect(description.grid).toEqual({ shape: [8, 8, 8], affine });
});

test.each([
  [
    'another network than the weights have',
    'model: { normNumGroups: 2, channels: [2, 8] }',
    'model.channels: expected [2,4] as in the weights, found [2,8]',
  ],
  [
    'groups that do not divide',
    '',
    'divisible by normNumGroups 32, found 2; braingen convert --config makes a run of it',
  ],
  ['a field that is none', 'model: { normNumGroups: 2 }\nschedule: { kin: linear }', 'schedule'],
  [
    'a range upside down',
    'model: { normNumGroups: 2 }\nintensityRange: [1, 0]',
    'expected the lower number first, found [1,0]',
  ],
  [
    'a grid that does not halve',
    'model: { normNumGroups: 2 }\ndata: { shape: [5, 4, 4] }',
    'multiples of 2 for 2 levels, found 5 x 4 x 4',
  ],
])('settings that do not fit are refused by name: %s', async (_, yaml, message) => {
  await writeFile(at('settings.yaml'), yaml);
  const { status, log } = await run('convert', at('monai.pth'), at('run'), '--config', at('settings.yaml'));
  expect(status).toBe(2);
  expect(log).toContain(message);
  expect(await readdir(folder)).not.toContain('run');
});

test('a bad file is one line with its name, and nothing is written', async () => {
  await writeFile(at('cut.pth'), (await readFile(at('monai.pth'))).subarray(0, 5000));
  const { status, log } = await run('convert', at('cut.pth'), at('run'));
  expect(status).toBe(2);
  expect(log).toMatch(
    /^braingen convert: .*cut\.pth: zip: expected a directory at the end of the file, found none.*\n$/,
  );
  expect(await readdir(folder)).not.toContain('run');
});

test('sampling from a file of weights says what makes a run of it', async () => {
  const { status, log } = await run('sample', at('monai.pth'), at('samples'), '--count', '1', '--engine', 'tfjs-cpu');
  expect([status, log]).toEqual([2, expect.stringContaining('braingen convert --config makes a run of it')]);
});

test('a run that is there is left alone', async () => {
  const convert = (): ReturnType<typeof run> =>
    run('convert', at('monai.pth'), at('run'), '--config', at('model.yaml'));
  expect((await convert()).status).toBe(0);
  const { status, log } = await convert();
  expect([status, log]).toEqual([2, expect.stringContaining('expected a folder without a run, found a run')]);
});

test('a run of a U-Net becomes a MONAI bundle or a folder for diffusers; a cascade and files do not', async () => {
  await run('convert', at('monai.pth'), at('run'), '--config', at('model.yaml'));
  for (const [library, file] of [
    ['monai-bundle', 'configs/inference.json'],
    ['diffusers', 'scheduler/scheduler_config.json'],
  ]) {
    const { status, out } = await run('convert', at('run'), at(library), '--raw', '--to', library);
    expect([status, out]).toEqual([0, expect.stringContaining(`tensors (weights) in ${at(library)}, for ${library}`)]);
    expect(await readFile(at(library, file), 'utf8')).toContain('v_prediction');
  }
  const taken = await run('convert', at('run'), at('diffusers'), '--raw', '--to', 'diffusers');
  expect([taken.status, taken.log]).toEqual([2, expect.stringContaining('expected an empty folder')]);
  const cascade = await run('convert', (await modelFolder('base'))!, at('bundle'), '--to', 'monai-bundle');
  expect([cascade.status, cascade.log]).toEqual([
    2,
    expect.stringContaining(
      'expected a model of kind unet, one network, which other libraries have, found kind cascade',
    ),
  ]);
  const file = await run('convert', at('monai.pth'), at('bundle'), '--to', 'monai-bundle');
  expect([file.status, file.log]).toEqual([2, expect.stringContaining('--to: expected a run folder')]);
});
