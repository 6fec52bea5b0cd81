import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhantom } from '@braingen/phantom';
import { createRandom, identityAffine, mni152Grid, resample, resizeGrid, Volume } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);

/** Random numbers of 0 to 1 about a mean that differs between sets. */
function volume(seed: string, shift = 0): Volume {
  const random = createRandom(seed);
  const voxels = Float32Array.from({ length: 512 }, () => 0.8 * random.uniform() + shift);
  return new Volume(voxels, { shape: [8, 8, 8], affine: identityAffine });
}

/** Eight people, of whom five were trained on; four samples, the last of which is one of those five. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-evaluate-'));
  for (const name of ['real', 'training', 'synthetic']) await mkdir(at(name));
  for (let i = 1; i <= 8; i++) {
    await writeVolume(at('real', `sub-0${i}.nii.gz`), volume(`sub-0${i}`));
    if (i <= 5) await writeVolume(at('training', `sub-0${i}.nii.gz`), volume(`sub-0${i}`));
  }
  for (let i = 1; i <= 3; i++) await writeVolume(at('synthetic', `sample-000${i}.nii.gz`), volume(`${i}`, 0.2));
  await writeVolume(at('synthetic', 'sample-0004.nii.gz'), volume('sub-02'));
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

interface Report {
  readonly metrics: readonly {
    readonly name: string;
    readonly value: number;
    readonly interval: readonly [number, number] | null;
    readonly n: object;
    readonly settings: Readonly<Record<string, unknown>>;
  }[];
  readonly audit: {
    readonly flagged: number;
    readonly pairs: readonly { synthetic: string; training: string }[];
  } | null;
  readonly people: readonly { readonly set: string; readonly names: readonly string[] }[];
  readonly warnings: readonly string[];
  readonly run: Readonly<Record<string, unknown>>;
}

async function evaluate(output: string, ...options: string[]) {
  const args = ['evaluate', at('real'), at('synthetic'), at(output), '--resamples', '10', '--threads', '1', ...options];
  const { status, said, out } = await runCommand(...args);
  const report = await readFile(at(output, 'report.json'), 'utf8').catch(() => undefined);
  return { status, said, out, report: report && (JSON.parse(report) as Report) } as const;
}
const voxels = ['--metric', 'MMD (voxels)', 'MS-SSIM'];

test('report.json is what the contract says; a copy of a training volume is found and named', async () => {
  const { status, out, report } = await evaluate('a', '--training', at('training'), ...voxels, '--seed', '3');
  expect(status).toBe(0);
  const { metrics, audit, people, run, warnings } = report as Report;
  expect(metrics.map(({ name, n }) => [name, n])).toEqual([
    ['MMD (voxels)', { real: 3, synthetic: 4 }],
    ['MS-SSIM', { real: 3, synthetic: 4 }],
  ]);
  expect(metrics[0].settings).toMatchObject({ kernel: 'gaussian' });
  expect(metrics[0].value).toBeGreaterThan(0);
  expect(people.map(({ set, names }) => [set, names.length])).toEqual([
    ['Training', 5],
    ['Unseen', 3],
  ]);
  expect(audit!.flagged).toBe(1);
  expect(audit!.pairs).toContainEqual(expect.objectContaining({ synthetic: 'sample-0004', training: 'sub-02' }));
  expect(run).toMatchObject({
    seed: 3,
    threads: 1,
    energy: null,
    engine: expect.any(String),
    seconds: expect.any(Number),
  });
  expect(warnings.join()).toMatch(/3 unseen volumes are few/);
  expect(out).toMatch(/MMD \(voxels\) .*copies of training volumes {2}1 of \d+\nreport: .*report\.html\n$/s);
  const page = await readFile(at('a', 'report.html'), 'utf8');
  for (const text of ['MS-SSIM', 'sub-02', 'sample-0004']) expect(page).toContain(text);
});

test('who was held out comes as names or in a file, and says who was trained on', async () => {
  await writeFile(at('held-out.txt'), 'sub-07\nsub-08\n');
  const byFile = await evaluate('b', '--held-out', at('held-out.txt'), ...voxels);
  const byName = await evaluate('c', '--held-out', 'sub-07, sub-08', ...voxels);
  const [b, c] = [byFile.report as Report, byName.report as Report];
  expect(b.people[1]).toMatchObject({ set: 'Unseen', names: ['sub-07', 'sub-08'] });
  expect(b.metrics).toEqual(c.metrics);
  expect(b.audit!.flagged).toBe(1);
  const nobody = await evaluate('d', '--held-out', 'sub-77');
  expect([nobody.status, nobody.said]).toEqual([2, expect.stringMatching(/--held-out: expected .*found .*sub-77/)]);
});

test('a metric of one’s own is measured; one that is not there is named before anything is read', async () => {
  const mine = `export default {
  name: 'mine',
  evaluate: async (real, synthetic) => ({
    name: 'mine', value: 41 + real.length / 8, interval: null, n: { real: real.length, synthetic: synthetic.length }, settings: {},
  }),
};`;
  await writeFile(at('mine.mjs'), mine);
  const { status, report, said } = await evaluate('e', '--metric', at('mine.mjs'));
  expect(status).toBe(0);
  expect(said).toContain(`executing ${at('mine.mjs')}`);
  expect((report as Report).metrics).toMatchObject([{ name: 'mine', value: 42 }]);
  expect((report as Report).audit).toBeNull();
  const unknown = await evaluate('f', '--metric', 'likeness');
  expect([unknown.status, unknown.said]).toEqual([
    2,
    expect.stringMatching(/--metric: expected one of FID.*found "likeness"/),
  ]);
  await expect(readdir(at('f'))).rejects.toThrow('ENOENT');
});

test('a table of participants that is none is warned of, and figures that need none are there', async () => {
  await writeFile(at('training', 'participants.tsv'), 'name\tage\nsub-01\t30\n');
  const { status, said } = await evaluate('tables', '--training', at('training'), ...voxels);
  await rm(at('training', 'participants.tsv'));
  expect(status).toBe(0);
  expect(said).toMatch(
    /age is not looked at: .*participants.tsv: expected a first column participant_id, found "name"/,
  );
});

test('brains in MNI152 space are segmented, and FID is of features that know regions, unless it is said otherwise', async () => {
  for (const [set, seeds] of Object.entries({ people: [1, 2, 3], samples: [4, 5, 6] })) {
    await mkdir(at(set));
    for (const seed of seeds) {
      const { image, templateToWorld } = await createPhantom({ seed, spacing: 4 });
      const grid = resizeGrid(mni152Grid, [42, 64, 42]);
      const placed = resample(image, grid, { transform: templateToWorld });
      await writeVolume(at(set, `${set}-${seed}.nii.gz`), placed.with(placed.voxels.map((value) => value / 500)));
    }
  }
  await writeFile(at('people', 'participants.tsv'), 'participant_id\tage\npeople-1\t30\npeople-2\t50\npeople-3\tn/a\n');
  const sidecar = { Braingen: { condition: { age: 61 }, measures: {} } };
  await writeFile(at('samples', 'samples-4.json'), JSON.stringify(sidecar));
  const args = [
    'evaluate',
    at('people'),
    at('samples'),
    at('brains'),
    '--resamples',
    '10',
    '--metric',
    'FID',
    '--json',
  ];
  const { status, out } = await runCommand(...args);
  expect(status).toBe(0);
  const report = JSON.parse(await readFile(at('brains', 'report.json'), 'utf8')) as Report & { regions: Regions };
  expect(report.metrics[0].settings['features']).toMatch(/^segmentation network \([0-9a-f]{8}\)$/);
  expect(report.regions.regions.map(({ region }) => region)).toContain('white matter');
  expect(report.regions.reliable).toEqual([
    { set: 'real', reliable: expect.any(Number), of: 3 },
    { set: 'synthetic', reliable: expect.any(Number), of: 3 },
  ]);
  expect(report.regions.covariate.sets).toEqual([
    { set: 'real', known: 2, of: 3, spread: { mean: 40, deviation: expect.closeTo(Math.sqrt(200), 9) } },
    { set: 'synthetic', known: 1, of: 3, spread: { mean: 61, deviation: 0 } },
  ]);
  expect((JSON.parse(out) as { regions: Regions }).regions).toEqual(report.regions);
  expect((await readFile(at('brains', 'regions.tsv'), 'utf8')).trimEnd().split('\n')).toHaveLength(7);
  expect(await readdir(at('brains', 'segmentations', 'synthetic'))).toEqual([
    'samples-4_dseg.nii.gz',
    'samples-5_dseg.nii.gz',
    'samples-6_dseg.nii.gz',
  ]);
  expect(await readFile(at('brains', 'figures.csv'), 'utf8')).toContain('Segmentations to be relied on');
  expect(await readFile(at('brains', 'report.html'), 'utf8')).toContain('Age is not known of 1 of 3 real brains');
  vi.restoreAllMocks();

  await runCommand(...args.with(3, at('plain')), '--features', 'random', '--no-regions');
  const plain = JSON.parse(await readFile(at('plain', 'report.json'), 'utf8')) as Report & { regions: null };
  expect(plain.metrics[0].settings['features']).toBe('random 3D network (seed 0)');
  expect(plain.regions).toBeNull();
  vi.restoreAllMocks();

  const elsewhere = await evaluate('elsewhere', '--features', 'anatomy');
  expect([elsewhere.status, elsewhere.said]).toEqual([
    2,
    expect.stringMatching(/features: expected volumes that cover a brain for "anatomy", found 0 % of/),
  ]);
}, 300_000);

interface Regions {
  readonly regions: readonly { readonly region: string }[];
  readonly covariate: { readonly sets: readonly unknown[] };
  readonly reliable: readonly object[];
}

test('it writes into no folder of others, no input, and over no report', async () => {
  const into = (...names: string[]) => runCommand('evaluate', at('real'), at('synthetic'), at(...names));
  expect((await into('real')).said).toContain('found the input itself');
  expect(process.exitCode).toBe(2);
  expect((await into('training')).said).toMatch(/expected an empty folder or one of braingen's, found sub-01/);
  await mkdir(at('run'));
  for (const name of ['config.yaml', 'report.json']) await writeFile(at('run', name), '{}');
  expect((await into('run')).said).toMatch(/expected an empty folder .*--force/);
  expect(await readFile(at('run', 'report.json'), 'utf8')).toBe('{}');
});

test('features by a name that there is not, and of a file that holds another network, are refused', async () => {
  const unknown = await evaluate('unknown', '--features', 'inception');
  expect(unknown).toMatchObject({ status: 2, report: undefined });
  expect(unknown.said).toContain('--features: expected one of those that --help names, found "inception"');
  const other = await evaluate('other', '--no-regions', '--features', `medicalnet=${at('real', 'sub-01.nii.gz')}`);
  expect(other).toMatchObject({ status: 2, report: undefined });
  expect(other.said).toMatch(/sub-01\.nii\.gz: expected a safetensors file or a \.pth of PyTorch, found neither/);
});
