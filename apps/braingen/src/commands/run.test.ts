import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, freezeAffine, Volume } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);

/** A noisy ball, brighter towards one side. */
function head(seed: string): Volume {
  const random = createRandom(seed);
  const affine = freezeAffine([
    [4, 0, 0, -48],
    [0, 4, 0, -56],
    [0, 0, 4, -48],
    [0, 0, 0, 1],
  ]);
  const voxels = Float32Array.from({ length: 24 * 28 * 24 }, (_, i) => {
    const [x, y, z] = [i % 24, Math.floor(i / 24) % 28, Math.floor(i / (24 * 28))];
    return Math.hypot(x - 12, y - 14, z - 12) < 10 ? 100 + 2 * x + 8 * random.normal() : 0;
  });
  return new Volume(voxels, { shape: [24, 28, 24], affine });
}

async function dataset(name: string, labels: readonly string[]): Promise<string> {
  for (const label of labels) {
    await mkdir(at(name, `sub-${label}`, 'anat'), { recursive: true });
    await writeVolume(at(name, `sub-${label}`, 'anat', `sub-${label}_T1w.nii.gz`), head(label));
  }
  await writeFile(
    at(name, 'dataset_description.json'),
    JSON.stringify({ Name: 'balls', BIDSVersion: '1.10.0', License: 'CC0' }),
  );
  return at(name);
}

/** Two steps of preprocessing, two of a tiny network. */
async function run(...args: string[]) {
  const { status, said, out } = await runCommand(
    ...['run', ...args, '--config', at('config.yaml'), '--steps', 'normalize,resize', '--threads', '1', '--json'],
  );
  vi.restoreAllMocks();
  return { status, said, result: (out ? JSON.parse(out) : undefined) as Outcome };
}

interface Outcome {
  readonly report: string;
  readonly failed: number;
  readonly scans: readonly { readonly scan: string; readonly status: string }[];
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
}

let first: Awaited<ReturnType<typeof run>>;

/** Five heads and a file that is none, from raw scans to a report. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-run-'));
  await writeFile(
    at('config.yaml'),
    `data: { shape: [12, 14, 12], validation: 0.4 }
model: { channels: [8, 8], attentionLevels: [false, false], numHeadChannels: 8, normNumGroups: 4 }
schedule: { steps: 20 }
training: { steps: 2, warmUp: 0, checkpointEvery: 1 }
sampling: { scheduler: ddim, steps: 2, count: 3 }
evaluation: { metrics: [MMD (voxels), MS-SSIM], resamples: 10 }
`,
  );
  await dataset('raw', ['01', '02', '03', '04', '05', '06']);
  await writeFile(at('raw', 'sub-06', 'anat', 'sub-06_T1w.nii.gz'), 'no image');
  first = await run(at('raw'), at('out'));
}, 300_000);

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test('leaves what README says a run folder holds, and says which scan failed', async () => {
  expect([first.status, first.result.failed]).toEqual([1, 1]);
  expect(first.result.scans.map(({ status }) => status)).toEqual([...Array<string>(5).fill('done'), 'failed']);
  expect(await readdir(at('out'))).toEqual(
    expect.arrayContaining([
      ...['README.md', 'checkpoints', 'config.yaml', 'dataset.json', 'figures.csv', 'log.jsonl', 'preprocessed'],
      ...['report.html', 'report.json', 'samples'],
    ]),
  );
  expect(await readdir(at('out', 'checkpoints'))).toContain('step-00000002');
  const derived = await readVolume(at('out', 'preprocessed', 'sub-01', 'anat', 'sub-01_desc-preproc_T1w.nii.gz'));
  expect(derived.shape).toEqual([12, 14, 12]);
  const samples = (await readdir(at('out', 'samples'))).filter((name) => name.endsWith('.nii.gz'));
  expect(samples).toEqual(['sample-0001.nii.gz', 'sample-0002.nii.gz', 'sample-0003.nii.gz']);
  const sample = await readVolume(at('out', 'samples', 'sample-0002.nii.gz'));
  expect([sample.shape, sample.voxels.every(Number.isFinite)]).toEqual([[12, 14, 12], true]);
  expect((await runCommand('verify', at('out', 'samples'))).status).toBe(0);
});

test('the report compares samples with the people held out, and names what it is of', async () => {
  const report = JSON.parse(await readFile(first.result.report.replace('.html', '.json'), 'utf8')) as {
    metrics: { name: string; value: number; n: object; baselines: { name: string; value: number }[] }[];
    people: { set: string; names: string[] }[];
    warnings: string[];
    run: Record<string, unknown>;
  };
  expect(report.metrics.map(({ name, n }) => [name, n])).toEqual([
    ['MMD (voxels)', { real: 2, synthetic: 3 }],
    ['MS-SSIM', { real: 2, synthetic: 3 }],
  ]);
  expect(first.result.metrics.map(({ value }) => value)).toEqual(report.metrics.map(({ value }) => value));
  // After two steps of training samples are noise: farther from people held out than those trained on are.
  const [{ value, baselines }] = report.metrics;
  expect(baselines.map(({ name }) => name)).toEqual(['training scans', 'linear Gaussian']);
  for (const baseline of baselines) expect(value).toBeGreaterThan(baseline.value + 0.1);
  expect(report.people.map(({ set, names }) => [set, names.length])).toEqual([
    ['Training', 3],
    ['Unseen', 2],
  ]);
  expect(report.warnings[0]).toBe('1 of 6 scans could not be preprocessed; their error files say why.');
  expect(report.run).toMatchObject({ seed: 0, dataset: at('raw'), scans: 6, failed: 1, scheduler: 'ddim', steps: 2 });
  const page = await readFile(first.result.report, 'utf8');
  for (const text of ['sub-01', 'MS-SSIM', '1 of 6 scans']) expect(page).toContain(text);
  const card = await readFile(at('out', 'README.md'), 'utf8');
  expect(card).toMatch(/trained on \| 3 people of .*\| held out \| 2 people.*\| MS-SSIM \| /s);
  expect(card).toContain('license: "cc0-1.0"');
});

test('started again it does nothing twice', async () => {
  const made = [
    ...['checkpoints/step-00000002/model.safetensors', 'samples/sample-0001.nii.gz'],
    'preprocessed/sub-01/anat/sub-01_desc-preproc_T1w.nii.gz',
  ];
  const times = () => Promise.all(made.map(async (path) => (await stat(at('out', path))).mtimeMs));
  const before = await times();
  await rm(at('out', 'samples', 'sample-0003.nii.gz'));
  const { status, result } = await run(at('raw'), at('out'));
  expect(status).toBe(1);
  expect(result.scans.map(({ status }) => status)).toEqual([...Array<string>(5).fill('kept'), 'failed']);
  expect(await times()).toEqual(before);
  expect(result.metrics).toEqual(first.result.metrics);
});

test('does not go on with other people than it began with', async () => {
  await dataset('mended', ['01', '02', '03', '04', '05', '06']);
  const { status, said } = await run(at('mended'), at('out'));
  expect(status).toBe(2);
  expect(said).toMatch(/expected .*found .*sub-06/);
});

test('wrong names, and too few scans, end it before anything is trained', async () => {
  const wrong = await run(at('raw'), at('wrong'), '--set', 'evaluation.metrics=[likeness]');
  expect([wrong.status, wrong.said]).toEqual([
    2,
    expect.stringMatching(/--metric: expected one of .*found "likeness"/),
  ]);
  await expect(readdir(at('wrong'))).rejects.toThrow('ENOENT');
  const few = await run(await dataset('few', ['01', '02', '03']), at('few-out'));
  expect([few.status, few.said]).toEqual([1, expect.stringMatching(/expected at least 4 preprocessed scans.*found 3/)]);
  expect(await readdir(at('few-out'))).toEqual(['preprocessed']);
});

test('asked to stop, it keeps what it has reached and says how to go on', async () => {
  const raw = await dataset('again', ['01', '02', '03', '04']);
  const running = run(raw, at('stopped'), '--set', 'training.steps=1000000');
  await vi.waitFor(async () => expect(await readFile(at('stopped', 'log.jsonl'), 'utf8')).toContain('"loss"'), {
    ...{ timeout: 60_000, interval: 20 },
  });
  process.emit('SIGTERM');
  const { status, said } = await running;
  expect([status, said]).toEqual([85, expect.stringMatching(/checkpointed; the same command resumes it/)]);
  expect((await readdir(at('stopped', 'checkpoints'))).filter((name) => name.startsWith('step-'))).not.toEqual([]);
  expect(await readdir(at('stopped'))).not.toContain('samples');
});
