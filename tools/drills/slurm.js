// The batch scripts of `braingen slurm` under Slurm on this machine, with the program itself:
//   node tools/drills/slurm.js
// An array of two tasks preprocesses three phantoms; a training that is longer than its job's time is stopped by Slurm's signal,
// ends with status 85, enters the queue again and resumes, until it is done; an array of two tasks samples. Then a training of
// two ranks over MPI, likewise. Weights, averages and moments at the end must have the bits of trainings that nobody disturbed.
// Twenty minutes on two cores, most of it in the queue: Slurm lets a job wait two minutes before it runs again.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { equal } from './cases.js';
import { digestAt } from './checkpoint-digest.js';
import { braingen, program, smallConfig } from './program.js';
import { missingPrograms, startCluster } from './slurm-cluster.js';

/** Minutes of a training's job. Its signal comes ten minutes before they are over, or up to one minute earlier still. */
const minutes = 12;
/** Seconds that a training takes: beyond those that it has until the signal. */
const trainingSeconds = 160;

const missing = missingPrograms();
if (missing.length > 0) {
  console.log(`skipped: expected Slurm's programs, found no ${missing.join(', ')} (Debian: apt-get install slurm-wlm)`);
} else {
  const root = await mkdtemp(join(tmpdir(), 'braingen-slurm-'));
  const cluster = await startCluster(join(root, 'cluster'));
  try {
    await drill(root, cluster);
    console.log('all as it should be');
  } catch (error) {
    console.log(`FAILED: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await cluster.stop();
    await rm(root, { recursive: true, force: true });
  }
}

async function drill(root, cluster) {
  const at = (...names) => join(root, ...names);
  const [raw, run, config, preprocessed] = [at('raw'), at('run'), at('config.yaml'), at('run', 'preprocessed')];
  braingen(['phantom', raw, '--count', 3, '--spacing', 3]);
  const describe = (steps) =>
    writeFileSync(
      config,
      smallConfig({ shape: [16, 24, 16], batchSize: 2, steps, checkpointEvery: Math.ceil(steps / 10) }),
    );
  describe(1000);
  const dry = braingen(['run', raw, at('dry'), '--dry-run', '--config', config, '--threads', 1, '--json']);
  const steps = Math.ceil(trainingSeconds / JSON.parse(dry).parts[0].secondsPerStep);
  describe(steps);

  const sbatch = ['cpus-per-task=1', 'mem=1G'];
  braingen(['slurm', raw, run, '--tasks', 2, '--count', 4, '--config', config, '--sbatch', ...sbatch]);
  const said = execFileSync('bash', [join(run, 'slurm', 'submit.sh')], { encoding: 'utf8', env: cluster.env });
  const jobs = Object.fromEntries([...said.matchAll(/(\w+): job (\d+)/g)].map(([, name, job]) => [name, job]));
  cluster.call('scontrol', 'update', `JobId=${jobs.train}`, `TimeLimit=${minutes}`);

  const shares = await ended(cluster, jobs.preprocess, 'preprocess', join(run, 'slurm'));
  const volumes = readdirSync(preprocessed, { recursive: true }).filter((file) =>
    /_desc-preproc_T1w\.nii\.gz$/.test(file),
  );
  equal('preprocessed volumes', volumes.length, 3);
  console.log(`preprocess: ${volumes.length} phantoms by ${shares.length} tasks`);

  // While Slurm trains.
  braingen(['train', preprocessed, at('calm'), '--config', config, '--threads', 1]);
  const training = await ended(cluster, jobs.train, 'train', join(run, 'slurm'));
  sayTraining('one rank', training[0], join(run, 'slurm', `braingen-train-${jobs.train}.log`));
  equal('weights and moments of one rank', digestAt(run, steps), digestAt(at('calm'), steps));

  const drawn = await ended(cluster, jobs.sample, 'sample', join(run, 'slurm'));
  const samples = readdirSync(join(run, 'samples')).filter((file) => /^sample-\d+\.nii\.gz$/.test(file));
  equal('samples', samples.length, 4);
  console.log(`sample: ${samples.length} volumes by ${drawn.length} tasks, once the training was done`);

  await twoRanks({ root, cluster, preprocessed, config, steps });
}

/** The template itself, with two tasks. */
async function twoRanks({ root, cluster, preprocessed, config, steps }) {
  const lacks = lacksMpi(cluster);
  if (lacks) return console.log(`two ranks: skipped, ${lacks}`);
  const [run, calm] = [join(root, 'ranks'), join(root, 'calm-ranks')];
  const job = cluster
    .call(
      ...['sbatch', '--parsable', '--ntasks=2', '--cpus-per-task=1', '--mem-per-cpu=1G', `--time=${minutes}`],
      ...[`--chdir=${root}`, `--export=ALL,BRAINGEN=${program}`, resolve('apps/braingen/slurm/train.sbatch')],
      ...[preprocessed, run, '--config', config],
    )
    .trim();
  const root1 = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' };
  const launcher = ['mpirun', '--oversubscribe', '-n', '2'];
  braingen(['train', preprocessed, calm, '--config', config, '--threads', 2], { launcher, env: root1 });
  const [record] = await ended(cluster, job, 'train', root);
  sayTraining('two ranks', record, join(root, `braingen-train-${job}.log`));
  equal('weights and moments of two ranks', digestAt(run, steps), digestAt(calm, steps));
}

function lacksMpi(cluster) {
  const { stdout, stderr } = spawnSync('srun', ['--mpi=list'], { encoding: 'utf8', env: cluster.env });
  if (!/\bpmix\b/.test(stdout + stderr)) return 'expected pmix among the MPI plugins of srun, found none';
  if (spawnSync('mpirun', ['--version']).status !== 0) return 'expected Open MPI, found no mpirun';
  return undefined;
}

/** Waits for a job's end. @throws with what its logs say where it did not end well */
async function ended(cluster, job, name, folder) {
  const records = await cluster.finished(job);
  const bad = records.find(({ JobState }) => JobState !== 'COMPLETED');
  if (!bad) return records;
  const logs = readdirSync(folder).filter((file) => file.startsWith(`braingen-${name}-${job}`));
  const text = logs.map((file) => readFileSync(join(folder, file), 'utf8').slice(-2000)).join('\n');
  throw new Error(`${name}: expected COMPLETED, found ${bad.JobState} (${bad.ExitCode}, ${bad.Reason}): ${text}`);
}

function sayTraining(name, { Restarts }, log) {
  const text = readFileSync(log, 'utf8');
  const again = text.match(/checkpointed: job \d+ enters the queue again/g)?.length ?? 0;
  if (again < 1) throw new Error(`${name}: expected a training stopped by its job's time, found one that was not`);
  equal(`${name}: how often Slurm ran it again`, Number(Restarts), again);
  console.log(`${name}: stopped by Slurm's signal, status 85 and resumed ${again} times; done in ${again + 1} jobs`);
}
