import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
// Which the command loads when it runs: not within the time of a test.
import '@braingen/pipeline/node';
import { slurmCommand } from './commands/slurm.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);

beforeEach(async () => {
  // A path that bash would take apart.
  folder = await mkdtemp(join(tmpdir(), "braingen batch's-"));
  for (const name of ['sub-01', 'sub-02', 'sub-03']) {
    await mkdir(at('raw', name, 'anat'), { recursive: true });
    await writeFile(at('raw', name, 'anat', `${name}_T1w.nii`), '');
  }
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

async function slurm(...args: string[]): Promise<{ status: unknown; log: string }> {
  let log = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => ((log += String(piece)), true));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await slurmCommand().parseAsync([at('raw'), at('run'), ...args], { from: 'user' });
  return { status: process.exitCode, log };
}

/** Runs a written script where Slurm's programs and node only note how they were called. */
async function called(name: string): Promise<string[][]> {
  const notes = at('called');
  await writeFile(notes, '');
  await mkdir(at('bin'), { recursive: true });
  for (const program of ['sbatch', 'srun', 'node']) {
    await writeFile(
      at('bin', program),
      '#!/bin/bash\nprintf "%s\\t" "${0##*/}" "$@" >> "$NOTES"\necho >> "$NOTES"\necho 7\n',
    );
    await chmod(at('bin', program), 0o755);
  }
  const env = { PATH: `${at('bin')}:${process.env['PATH']}`, NOTES: notes, SLURM_CPUS_PER_TASK: '4' };
  expect(spawnSync('bash', [at('run', 'slurm', name)], { env }).status).toBe(0);
  const lines = (await readFile(notes, 'utf8')).trim().split('\n');
  return lines.map((line) => line.split('\t').filter((word) => word !== ''));
}

const program = fileURLToPath(new URL('../bin/braingen.js', import.meta.url));

test.runIf(process.platform === 'linux')(
  'the scripts call the program for this data set, one after the other',
  async () => {
    expect(
      (await slurm('--tasks', '2', '--count', '9', '--preset', 'night', '--sbatch', 'partition=long')).status,
    ).toBe(0);
    expect((await readdir(at('run', 'slurm'))).sort()).toEqual([
      ...['preprocess.sbatch', 'sample.sbatch', 'submit.sh', 'train.sbatch'],
    ]);
    const preprocessed = at('run', 'preprocessed');
    expect(await called('preprocess.sbatch')).toEqual([
      [
        ...['node', program, 'preprocess', at('raw'), preprocessed, 'participant', '--threads', '4'],
        ...['--shape', '84x128x84'],
      ],
    ]);
    const training = (await called('train.sbatch'))[0];
    expect(training.slice(training.indexOf('node'))).toEqual([
      ...['node', program, 'train', preprocessed, at('run'), '--resume', '--threads', '4', '--preset', 'night'],
    ]);
    expect(await called('sample.sbatch')).toEqual([
      ['node', program, 'sample', at('run'), at('run', 'samples'), '--threads', '4', '--count', '9'],
    ]);
    expect(await called('submit.sh')).toEqual([
      ['sbatch', '--parsable', 'preprocess.sbatch'],
      ['sbatch', '--parsable', '--dependency=afterok:7', '--kill-on-invalid-dep=yes', 'train.sbatch'],
      ['sbatch', '--parsable', '--dependency=afterok:7', '--kill-on-invalid-dep=yes', 'sample.sbatch'],
    ]);
  },
);

test('arrays have no more tasks than there is work, and every script the options of sbatch', async () => {
  await slurm('--tasks', '20', '--count', '9', '--ranks', '4', '--sbatch', 'partition=long');
  const script = (name: string): Promise<string> => readFile(at('run', 'slurm', `${name}.sbatch`), 'utf8');
  expect(await script('preprocess')).toMatch(/^#SBATCH --array=1-3$/m);
  expect(await script('sample')).toMatch(/^#SBATCH --array=1-9$/m);
  expect(await script('train')).toMatch(/^#SBATCH --ntasks=4$/m);
  for (const name of ['preprocess', 'train', 'sample'])
    expect(await script(name)).toMatch(/^#SBATCH --partition=long$/m);
});

test.runIf(process.platform === 'linux')("a configuration of one's own is trained, on its grid", async () => {
  await writeFile(at('own.yaml'), 'data: { shape: [21, 32, 21] }\n');
  await slurm('--config', at('own.yaml'), '--set', 'training.steps=7', '--set', 'seed=3');
  expect((await called('preprocess.sbatch'))[0].slice(-2)).toEqual(['--shape', '21x32x21']);
  expect((await called('train.sbatch'))[0].slice(-6)).toEqual([
    ...['--config', at('own.yaml'), '--set', 'training.steps=7', '--set', 'seed=3'],
  ]);
});

test.each([
  [['--set', 'training.stepps=7'], 'training.stepps'],
  [['--sbatch', 'partition'], '--sbatch: expected name=value, found partition'],
  [['--sbatch', 'comment=two words'], 'directives: expected an option of sbatch as name=value'],
])('%j is refused before anything is written', async (args, message) => {
  expect(await slurm(...args)).toEqual({ status: 2, log: expect.stringContaining(message) });
  expect(await readdir(folder)).toEqual(['raw']);
});

test('what is there is kept', async () => {
  await slurm();
  const { status, log } = await slurm();
  expect([status, log]).toEqual([2, expect.stringContaining('found a file; --force overwrites it')]);
  expect((await slurm('--force')).status).toBe(0);
});
