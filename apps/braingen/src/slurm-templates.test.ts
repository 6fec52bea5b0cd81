import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = (name: string): string => fileURLToPath(new URL(`../slurm/${name}.sbatch`, import.meta.url));

/** Runs a batch script where Slurm's programs only note how they were called; srun ends with a status. */
async function runScript(
  name: string,
  args: string[],
  { ntasks = '1', srun = 0 } = {},
): Promise<{ status: number | null; called: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'braingen-slurm-'));
  const notes = join(folder, 'called');
  await writeFile(notes, '');
  for (const [program, status] of Object.entries({ srun, scontrol: 0, node: 0 })) {
    const path = join(folder, program);
    await writeFile(path, `#!/bin/bash\necho "${program} $*" >> "${notes}"\nexit ${status}\n`);
    await chmod(path, 0o755);
  }
  const { status } = spawnSync('bash', [script(name), ...args], {
    env: {
      ...{ PATH: `${folder}:${process.env['PATH']}`, BRAINGEN: 'braingen.js' },
      ...{ SLURM_JOB_ID: '7', SLURM_NTASKS: ntasks, SLURM_CPUS_PER_TASK: '4' },
    },
  });
  return { status, called: (await readFile(notes, 'utf8')).trim().split('\n') };
}

test.runIf(process.platform === 'linux').each([
  { srun: 85, requeues: ['scontrol requeue 7'] },
  { srun: 0, requeues: [] },
  { srun: 2, requeues: [] },
  { srun: 137, requeues: [] },
])('a training that ends with $srun', async ({ srun, requeues }) => {
  const { status, called } = await runScript('train', ['data', 'run', '--preset', 'paper'], { srun });
  expect(status).toBe(srun);
  const [started, ...others] = called;
  expect(started).toBe(
    'srun --mpi=none --kill-on-bad-exit=1 --cpus-per-task=4 node braingen.js train data run --resume --threads 4 --preset paper',
  );
  expect(others).toEqual(requeues);
});

test.runIf(process.platform === 'linux')('several tasks train together, arrays share out by themselves', async () => {
  const { called } = await runScript('train', ['data', 'run'], { ntasks: '2' });
  expect(called[0]).toContain('srun --mpi=pmix ');
  expect((await runScript('preprocess', ['raw', 'out', '--jobs', '2'])).called).toEqual([
    'node braingen.js preprocess raw out participant --threads 4 --jobs 2',
  ]);
  expect((await runScript('sample', ['run', 'out', '--count', '9'])).called).toEqual([
    'node braingen.js sample run out --threads 4 --count 9',
  ]);
  for (const name of ['preprocess', 'train', 'sample']) expect((await runScript(name, [])).status).toBe(2);
});
