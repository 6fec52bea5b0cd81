import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, freezeAffine, Volume } from '@braingen/volume';
import { hashFile, readNifti, readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';
import { sampleCommand } from './sample.ts';
import { trainCommand } from './train.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const affine = freezeAffine([
  [8, 0, 0, -32],
  [0, 8, 0, -32],
  [0, 0, 8, -32],
  [0, 0, 0, 1],
]);
const volumeOf = (value: (i: number) => number): Volume =>
  new Volume(
    Float32Array.from({ length: 512 }, (_, i) => value(i)),
    { shape: [8, 8, 8], affine },
  );

/** A run of two steps on four volumes whose ages are known. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-sample-'));
  await mkdir(at('scans'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (const [index, name] of ['sub-01', 'sub-02', 'sub-03', 'sub-04'].entries()) {
    const random = createRandom(name);
    await writeVolume(
      at('scans', `${name}.nii.gz`),
      volumeOf(() => (index + random.uniform()) / 5),
    );
  }
  await writeFile(
    at('scans', 'participants.tsv'),
    'participant_id\tage\tgroup\nsub-01\t20\ta\nsub-02\t40\tb\nsub-03\tn/a\tb\nsub-04\t80\ta\n',
  );
  await writeFile(
    at('config.yaml'),
    `data: { shape: [8, 8, 8] }
model: { channels: [8, 8], attentionLevels: [false, false], numHeadChannels: 8, normNumGroups: 4 }
condition: { covariates: [age], classes: group }
training: { steps: 2, batchSize: 2 }
sampling: { scheduler: unipc, steps: 3 }
`,
  );
  await trainCommand().parseAsync([at('scans'), at('run'), '--config', at('config.yaml')], { from: 'user' });
  expect(process.exitCode).toBe(0);
  vi.restoreAllMocks();
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  into = undefined;
});

interface Sidecar {
  readonly Braingen: Record<string, unknown>;
}

let into: string | undefined;

async function sample(...options: string[]): Promise<{ status: unknown; said: string; output: string }> {
  const output = into ?? (await mkdtemp(at('samples-')));
  let said = '';
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const args = [at('run'), output, '--steps', '2', '--scheduler', 'ddim', ...options];
  await sampleCommand().parseAsync(args, { from: 'user' });
  vi.restoreAllMocks();
  return { status: process.exitCode, said, output };
}
const sidecarOf = async (output: string, number: number): Promise<Sidecar['Braingen']> =>
  (JSON.parse(await readFile(join(output, `sample-000${number}.json`), 'utf8')) as Sidecar).Braingen;

test('volumes under conditions, each recorded with its own; beyond the trained range with a warning', async () => {
  const { status, said, output } = await sample(
    '--count',
    '2',
    '--condition',
    'age=30,95',
    'group=b',
    '--guidance',
    '2',
  );
  expect(status).toBe(0);
  expect(said).toContain('age 95 lies outside 20 to 80');
  expect(await sidecarOf(output, 1)).toMatchObject({ condition: { age: '30', group: 'b' }, guidance: 2 });
  expect(await sidecarOf(output, 2)).toMatchObject({ condition: { age: '95', group: 'b' } });
});

test('inpainting keeps every bit outside the mask, and says what it drew into', async () => {
  const mask = volumeOf((i) => Number(i % 8 > 4));
  await writeVolume(at('mask.nii.gz'), mask, { labels: true });
  const { status, output } = await sample(
    '--inpaint',
    at('scans', 'sub-02.nii.gz'),
    '--mask',
    at('mask.nii.gz'),
    '--resample',
    '2',
  );
  expect(status).toBe(0);
  const [made, known] = [
    await readVolume(join(output, 'sample-0001.nii.gz')),
    await readVolume(at('scans', 'sub-02.nii.gz')),
  ];
  const differs = made.voxels.map((value, i) => Number(value !== known.voxels[i]));
  expect([...differs]).toEqual([...mask.voxels]);
  expect(await sidecarOf(output, 1)).toMatchObject({
    inpainted: { maskVoxels: 192, resampling: { repeats: 2 } },
    inputs: { volume: { path: at('scans', 'sub-02.nii.gz') }, mask: { path: at('mask.nii.gz') } },
  });
});

test('an edit makes a volume for each condition, and says what the volume was', async () => {
  const { status, output } = await sample(
    '--edit',
    at('scans', 'sub-02.nii.gz'),
    '--from',
    'age=40',
    'group=b',
    '--condition',
    'age=40,70',
  );
  expect(status).toBe(0);
  expect((await readdir(output)).filter((name) => name.endsWith('.nii.gz'))).toHaveLength(2);
  expect(await sidecarOf(output, 2)).toMatchObject({
    condition: { age: '70', group: 'b' },
    edited: { from: { age: '40', group: 'b' }, strength: 1 },
  });
});

test.each([
  [['--count', '1', '--condition', 'weight=3'], 'expected age, group, which the model was trained with, found weight'],
  [['--count', '1', '--condition', 'group=c'], '--condition: expected group of a, b, found "c"'],
  [[], '--count: expected the number of volumes, found none'],
  [['--inpaint', 'x.nii.gz'], '--inpaint: expected --mask, which says where to draw, found none'],
  [['--edit', 'x.nii.gz'], '--edit: expected --condition, which says what to change, found none'],
])('%o ends with what was expected', async (options, message) => {
  const { status, said } = await sample(...options);
  expect(status).toBe(2);
  expect(said).toContain(message);
});

test('an edit needs a scheduler with an inversion', async () => {
  const options = ['--condition', 'age=3', '--scheduler', 'ddpm'];
  const { status, said } = await sample('--edit', at('scans', 'sub-01.nii.gz'), ...options);
  expect(status).toBe(2);
  expect(said).toContain('--edit: expected a scheduler with an inversion, such as ddim, found ddpm');
});

test('a mask on another grid is refused with both grids', async () => {
  const other = new Volume(new Float32Array(64).fill(1), { shape: [4, 4, 4], affine });
  await writeVolume(at('other.nii.gz'), other);
  const { status, said } = await sample('--inpaint', at('scans', 'sub-01.nii.gz'), '--mask', at('other.nii.gz'));
  expect(status).toBe(2);
  expect(said).toMatch(/--mask: expected the grid of .*8x8x8 voxels.*found 4x4x4 voxels/);
});

test('guidance below 0 is refused', () => {
  const args = [at('run'), at('none'), '--count', '1', '--guidance', '-1'];
  expect(() => sampleCommand().exitOverride().parse(args, { from: 'user' })).toThrow(
    '--guidance: expected a number of at least 0, found "-1"',
  );
});

test('a series is completed, in parts too, and is the same as when it is sampled at once', async () => {
  const { output } = await sample('--count', '3', '--condition', 'age=30');
  const files = await readdir(output);
  const whole = await readFile(join(output, 'sample-0003.nii.gz'));

  into = await mkdtemp(at('parts-'));
  await sample('--count', '1', '--first', '1', '--condition', 'age=30');
  expect((await readdir(into)).filter((name) => name.startsWith('sample')).sort()).toEqual([
    'sample-0002.json',
    'sample-0002.nii.gz',
  ]);
  const before = await stat(join(into, 'sample-0002.nii.gz'));
  for (const shard of ['1/2', '2/2']) await sample('--count', '3', '--condition', 'age=30', '--shard', shard);
  expect((await readdir(into)).sort()).toEqual(files.sort());
  expect(await readFile(join(into, 'sample-0003.nii.gz'))).toEqual(whole);
  expect((await stat(join(into, 'sample-0002.nii.gz'))).mtimeMs).toBe(before.mtimeMs);

  await writeFile(join(into, 'sample-0001.nii.gz'), 'cut off');
  await sample('--count', '2', '--condition', 'age=30');
  expect((await readVolume(join(into, 'sample-0001.nii.gz'))).shape).toEqual([8, 8, 8]);
});

test('samples of another series do not mix: refused, or removed where that is meant; fewer are said', async () => {
  // Where the batch scripts draw them.
  into = join(at('run'), 'samples');
  const { output, status } = await sample('--count', '3');
  expect(status ?? 0).toBe(0);
  expect((await sample('--count', '2')).said).toContain('1 more samples of the same series stay there');
  const other = await sample('--count', '2', '--seed', '9');
  expect([other.status, other.said]).toEqual([2, expect.stringMatching(/sample-0001, .*--force removes them/)]);
  expect((await readdir(output)).filter((name) => name.startsWith('sample'))).toHaveLength(6);
  await sample('--count', '2', '--seed', '9', '--force');
  expect((await readdir(output)).filter((name) => name.endsWith('.nii.gz'))).toHaveLength(2);
});

test('steps and scheduler are those of the run', async () => {
  const output = await mkdtemp(at('own-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await sampleCommand().parseAsync([at('run'), output, '--count', '1'], { from: 'user' });
  expect(await sidecarOf(output, 1)).toMatchObject({ steps: 3, scheduler: 'unipc' });
});

test('every file says that it is synthetic, inspect shows it, and verify finds what was changed or is missing', async () => {
  const { output } = await sample('--count', '2', '--condition', 'age=30', '--trajectory', '--seed', '5');
  const path = join(output, 'sample-0002.nii.gz');
  const inspected = await runCommand('inspect', path);
  expect(inspected.out).toMatch(/description {2}SYNTHETIC, braingen .*, seed 5, number 1/);
  expect(inspected.out).toMatch(/synthetic {4}by braingen .* after 2 steps, seed 5, number 1, {"age":"30"}/);
  expect(inspected.out).not.toContain('warning');
  const { out, status } = await runCommand('verify', output);
  expect([status, out]).toEqual([0, '4 files, 4 of them synthetic: as they were made\n']);

  const { volume, extensions } = await readNifti(path);
  volume.voxels[9] += 0.01;
  await writeVolume(path, volume, { extensions });
  expect((await runCommand('inspect', path)).out).toContain('changed since they were made');
  await rm(join(output, 'sample-0001.nii.gz'));
  const after = await runCommand('verify', output);
  expect(after.status).toBe(1);
  expect(after.out).toContain('sample-0002.nii.gz: expected the voxels that were marked, found others');
  expect(after.out).toContain('expected an image beside sample-0001.json, found none');
  expect(after.out).toContain('expected 2 synthetic volumes, as dataset_description.json says, found 1');
});

test('samples are a BIDS derivative of what was trained on, with a card; so is the run', async () => {
  const { output } = await sample('--count', '1', '--license', 'CC0');
  const description = JSON.parse(await readFile(join(output, 'dataset_description.json'), 'utf8')) as object;
  expect(description).toMatchObject({
    DatasetType: 'derivative',
    License: 'CC0',
    GeneratedBy: [{ Name: 'braingen' }],
    SourceDatasets: [],
    Synthetic: { Volumes: 1, Model: { SHA256: expect.stringMatching(/^[0-9a-f]{64}$/) as string } },
  });
  const card = await readFile(join(output, 'README.md'), 'utf8');
  expect(card).toMatch(/^---\nlicense: "cc0-1.0"\n/);
  expect(card).toContain('| model trained on | scans |');
  const model = await readFile(at('run', 'README.md'), 'utf8');
  expect(model).toContain('| trained on | 4 people of scans |');
  expect(model).toContain((description as { Synthetic: { Model: { SHA256: string } } }).Synthetic.Model.SHA256);
});

test('the model’s hash is that of its checkpoint’s files', async () => {
  const { output } = await sample('--count', '1');
  const [checkpoint] = (await readdir(at('run', 'checkpoints')))
    .filter((name) => name.startsWith('step-'))
    .sort()
    .slice(-1);
  const files = (await readdir(at('run', 'checkpoints', checkpoint))).filter((name) =>
    /\.(json|safetensors)$/.test(name),
  );
  const lines = await Promise.all(
    files.sort().map(async (name) => `${await hashFile(at('run', 'checkpoints', checkpoint, name))}  ${name}\n`),
  );
  const expected = createHash('sha256').update(lines.join('')).digest('hex');
  expect(await sidecarOf(output, 1)).toMatchObject({ model: { sha256: expected } });
});
