// The workflow of apps/braingen/nextflow with the program itself, on this machine: node tools/drills/nextflow.js [FOLDER OF JARS]
// Two tasks preprocess three phantoms; a training that is asked to stop ends with status 85, is started again by Nextflow and
// resumes; two tasks sample; then everything is asked for again, which makes nothing anew. Weights, averages and moments at the end
// must have the bits of a training that nobody disturbed.
// `nextflow` of the PATH is taken. Without it, and with Java and Maven, the version below comes from Maven Central, into FOLDER
// where one is named, otherwise into a temporary one.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { equal } from './cases.js';
import { digestAt } from './checkpoint-digest.js';
import { braingen, smallConfig } from './program.js';

const version = '23.10.1';
const steps = 120;
const workflow = resolve('apps/braingen/nextflow/main.nf');
const works = (name, ...args) => spawnSync(name, args).status === 0;

/** How Nextflow is called. @throws where it cannot be had, with a word on what was tried */
function findNextflow(jars) {
  if (works('nextflow', '-version')) return ['nextflow'];
  if (!works('java', '-version')) throw new Error('expected nextflow, or Java and Maven, found no java');
  if (!existsSync(jars) || readdirSync(jars).length === 0) {
    if (!works('mvn', '--version')) throw new Error('expected nextflow, or Java and Maven, found no mvn');
    mkdirSync(jars, { recursive: true });
    const project = `<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
<dependencies><dependency><groupId>io.nextflow</groupId><artifactId>nextflow</artifactId><version>${version}</version></dependency></dependencies></project>`;
    writeFileSync(join(jars, 'pom.xml'), project);
    const args = ['-q', '-f', join(jars, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
    const { status, stdout } = spawnSync('mvn', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`expected Nextflow ${version} of Maven Central, found ${stdout.slice(0, 500)}`);
  }
  return ['java', '-cp', join(jars, '*'), 'nextflow.cli.Launcher'];
}

async function drill(root, [command, ...before]) {
  const at = (...names) => join(root, ...names);
  const [raw, run, config] = [at('raw'), at('run'), at('config.yaml')];
  braingen(['phantom', raw, '--count', 3, '--spacing', 3]);
  writeFileSync(config, smallConfig({ shape: [16, 24, 16], batchSize: 2, steps, checkpointEvery: 20 }));
  const args = [
    'run',
    workflow,
    '--bids',
    raw,
    '--out',
    run,
    '--shards',
    '2',
    '--count',
    '4',
    '--config',
    config,
    '-resume',
  ];
  const env = { ...process.env, NXF_HOME: at('home'), NXF_OFFLINE: 'true', NXF_ANSI_LOG: 'false' };
  const start = () => {
    const child = spawn(command, [...before, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
    const ended = new Promise((resolve) => child.once('close', (status) => resolve({ status, said })));
    return { child, ended };
  };

  const { child, ended } = start();
  // As soon as there is a checkpoint to go on from, its training is asked to stop, once.
  let stopped = false;
  while (child.exitCode === null && !stopped) {
    await setTimeout(100);
    const checkpoints = existsSync(join(run, 'checkpoints')) ? readdirSync(join(run, 'checkpoints')) : [];
    if (!checkpoints.some((name) => name.startsWith('step-'))) continue;
    process.kill(JSON.parse(readFileSync(join(run, '.training.lock'), 'utf8')).pid, 'SIGTERM');
    stopped = true;
  }
  const { status, said } = await ended;
  if (status !== 0) throw new Error(`expected status 0, found ${status}: ${said.slice(-3000)}`);
  equal('stopped before it was done', stopped, true);
  const statuses = exitStatuses(at('work'), ' train ');
  equal('statuses of the training', statuses.sort().join(), '0,85');
  const volumes = readdirSync(join(run, 'preprocessed'), { recursive: true });
  equal('preprocessed volumes', volumes.filter((name) => /_desc-preproc_T1w\.nii\.gz$/.test(name)).length, 3);
  const samples = readdirSync(join(run, 'samples')).filter((name) => /^sample-\d+\.nii\.gz$/.test(name));
  equal('samples', samples.length, 4);
  braingen(['train', join(run, 'preprocessed'), at('calm'), '--config', config, '--threads', 1]);
  equal('weights and moments at the end', digestAt(run, steps), digestAt(at('calm'), steps));
  console.log('3 phantoms by 2 tasks, a training that ended with 85 and was started again, 4 samples by 2 tasks');

  // Whether Nextflow calls the program again or not.
  const dates = () => samples.map((name) => statSync(join(run, 'samples', name)).mtimeMs).join();
  const datesBefore = dates();
  const again = await start().ended;
  equal('status of the same command again', again.status, 0);
  equal('dates of the samples, after it', dates(), datesBefore);
  equal('weights and moments, after it', digestAt(run, steps), digestAt(at('calm'), steps));
  console.log('the same command again makes nothing anew');
}

/** Of all tasks whose command has these words. */
function exitStatuses(work, words) {
  return readdirSync(work, { recursive: true })
    .filter((name) => name.endsWith('.exitcode'))
    .map((name) => join(work, name, '..'))
    .filter((task) => readFileSync(join(task, '.command.sh'), 'utf8').includes(words))
    .map((task) => Number(readFileSync(join(task, '.exitcode'), 'utf8')));
}

const root = await mkdtemp(join(tmpdir(), 'braingen-nextflow-'));
try {
  let nextflow;
  try {
    nextflow = findNextflow(resolve(process.argv[2] ?? join(root, 'jars')));
  } catch (error) {
    console.log(`skipped: ${error.message}`);
  }
  if (nextflow) {
    await drill(root, nextflow);
    console.log('all as it should be');
  }
} catch (error) {
  console.log(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  await rm(root, { recursive: true, force: true });
}
