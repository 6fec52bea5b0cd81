// Stops the program itself in every way in which a process is stopped, and looks whether it ends as it says it does, and
// resumes to the very bits of an undisturbed training: node tools/run-from-sources.js tools/drills/stop-program.js [SEED] [WORD]
// A small network on volumes made up here, in a temporary folder. What this machine lacks is named and not tried. WORD
// leaves only the cases that have it in their names.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { cases, equal } from './cases.js';
import { digestAt } from './checkpoint-digest.js';
import { braingen, program, smallConfig } from './program.js';
import { fill, onSmallDisk } from './small-disk.js';

const steps = 160;
const random = createRandom(`stops ${process.argv[2] ?? '1'}`);
const { expectThat, close } = cases(process.argv[3]);
const root = await mkdtemp(join(tmpdir(), 'braingen-stops-'));
const at = (...names) => join(root, ...names);

try {
  await volumes(at('data'), 8);
  // Checkpoints where the training is stopped, and at its end.
  writeFileSync(at('config.yaml'), smallConfig({ shape: [8, 8, 8], steps, checkpointEvery: 1e6 }));
  braingen(trainArgs(at('calm')));
  const expected = digestAt(at('calm'), steps);

  /** Goes on with a training that was stopped. */
  const resumed = (run) => {
    if (checkpoints(run).length !== 1)
      throw new Error(`expected the checkpoint of the stop, found ${checkpoints(run)}`);
    braingen(trainArgs(run));
    equal('weights and moments at the end', digestAt(run, steps), expected);
  };

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']) {
    await expectThat(signal, async () => {
      const run = at(signal);
      const { child, ended } = start(process.execPath, [program, ...trainArgs(run)]);
      await stepped(run, child);
      child.kill(signal);
      const { status, said } = await ended;
      equal('status', status, 85);
      if (!said.includes('checkpointed; start again with --resume'))
        throw new Error(`expected to be told, found ${said}`);
      resumed(run);
      return 'status 85, checkpointed, equal bits at the end';
    });
  }

  await expectThat('SIGTERM to npx', async () => {
    const run = at('npx');
    const { child, ended } = start('npx', ['braingen', ...trainArgs(run)]);
    await stepped(run, child);
    const { pid } = JSON.parse(readFileSync(join(run, '.training.lock'), 'utf8'));
    child.kill('SIGTERM');
    await ended;
    await until(() => !isAlive(pid), 'the end of the training');
    resumed(run);
    return 'no orphan, checkpointed, equal bits at the end';
  });

  await expectThat('a closed terminal', async () => {
    if (spawnSync('script', ['--version']).status !== 0) return 'not tried: expected util-linux, found no script';
    const [run, status] = [at('terminal'), at('terminal-status')];
    const words = [process.execPath, program, ...trainArgs(run)].map((word) => `'${word}'`).join(' ');
    // As in a window that is closed: the shell of the terminal ends with it; the one inside lives on and says how the program ended.
    const command = `(trap '' HUP; ${words}; echo $? > '${status}'); true`;
    const { child } = start('script', ['-qefc', command, '/dev/null']);
    await stepped(run, child);
    child.kill('SIGKILL');
    await until(() => existsSync(status) && statSync(status).size > 0, 'the end of the training');
    equal('status', Number(readFileSync(status, 'utf8')), 85);
    resumed(run);
    return 'status 85, checkpointed, equal bits at the end';
  });

  await expectThat('an output that is full', async () => {
    if (!existsSync('/dev/full')) return 'not tried: expected /dev/full, found none';
    const run = at('full-output');
    const { ended } = start('sh', [
      '-c',
      `exec '${process.execPath}' '${program}' "$@" > /dev/full 2>&1`,
      'sh',
      ...trainArgs(run),
    ]);
    equal('status', (await ended).status, 0);
    equal('weights and moments at the end', digestAt(run, steps), expected);
    return 'the training goes on to its end, equal bits';
  });

  await expectThat('an output that nobody reads any more', async () => {
    const run = at('unread');
    const { child, ended } = start(process.execPath, [program, ...trainArgs(run)]);
    await stepped(run, child);
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
    equal('status', (await ended).status, 0);
    equal('weights and moments at the end', digestAt(run, steps), expected);
    return 'the training goes on to its end, equal bits';
  });

  await expectThat('a second training in the folder', async () => {
    const run = at('two');
    const first = start(process.execPath, [program, ...trainArgs(run)]);
    await stepped(run, first.child);
    const second = await start(process.execPath, [program, ...trainArgs(run)]).ended;
    equal('status of the second', second.status, 2);
    equal('status of the first', (await first.ended).status, 0);
    equal('weights and moments at the end', digestAt(run, steps), expected);
    return second.said.trim().split('\n').at(-1).replaceAll(root, '');
  });

  await expectThat('stopped on a full disk', () =>
    onSmallDisk(at('disk'), async (disk) => {
      const run = join(disk, 'run');
      const { child, ended } = start(process.execPath, [program, ...trainArgs(run)]);
      await stepped(run, child);
      fill(join(disk, 'filler'));
      child.kill('SIGTERM');
      const { status, said } = await ended;
      equal('status', status, 3);
      if (/checkpointed/.test(said)) throw new Error(`expected no word of a checkpoint, found ${said}`);
      rmSync(join(disk, 'filler'));
      braingen(trainArgs(run));
      equal('weights and moments at the end', digestAt(run, steps), expected);
      return `status 3, "${said.trim().split('\n').at(-1)}"; with room again equal bits`.replaceAll(disk, '');
    }),
  );

  await expectThat('1,300 volumes where 1,024 files may be open', async () => {
    await volumes(at('many'), 1300);
    const commands = [trainArgs(at('of-many'), at('many'), '--set', 'training.steps=4'), ['inspect', at('many')]];
    for (const args of commands) {
      const script = `ulimit -n 1024; exec '${process.execPath}' '${program}' "$@"`;
      const { status, said } = await start('sh', ['-c', script, 'sh', ...args]).ended;
      if (status !== 0) throw new Error(`${args[0]}: expected status 0, found ${status}: ${said.slice(-500)}`);
    }
    return 'trained on, and inspected';
  });

  await expectThat('`run` stopped while it preprocesses, and while it evaluates', async () => {
    const [raw, run] = [at('raw'), at('run')];
    await volumes(raw, 6, (name) => join(name, 'anat'));
    const settings = ['training.steps=20', 'sampling.count=4', 'evaluation.regions=false'];
    // Of preprocessing the last step alone: the others want heads, and minutes.
    const options = ['--config', at('config.yaml'), '--steps', 'resize', '--threads', '1'];
    const args = ['run', raw, run, ...options, ...settings.flatMap((each) => ['--set', each])];
    const found = (pattern) =>
      existsSync(run) && readdirSync(run, { recursive: true }).some((name) => pattern.test(name));
    for (const made of [/_desc-preproc_T1w\.json$/, /samples.sample-0*3\.json$/]) {
      const { child, ended } = start(process.execPath, [program, ...args]);
      await until(() => child.exitCode !== null || found(made), 'the stage to begin');
      child.kill('SIGTERM');
      const { status, said } = await ended;
      if (status !== 85) throw new Error(`expected status 85, found ${status}: ${said.slice(-500)}`);
      if (existsSync(join(run, 'report.html'))) throw new Error('expected no report yet, found one');
    }
    braingen(args);
    if (!existsSync(join(run, 'report.html'))) throw new Error('expected a report, found none');
    return 'status 85 each time; the same command ends with the report';
  });
} finally {
  await rm(root, { recursive: true, force: true });
}
close();

/** Writes so many volumes of noise, each into the folder that `place` says of its participant. */
async function volumes(folder, count, place = () => '') {
  for (let person = 0; person < count; person++) {
    const own = createRandom(`person ${person}`);
    const voxels = Float32Array.from({ length: 512 }, () => own.uniform());
    const name = `sub-${String(person).padStart(4, '0')}`;
    mkdirSync(join(folder, place(name)), { recursive: true });
    await writeVolume(
      join(folder, place(name), `${name}_T1w.nii`),
      new Volume(voxels, { shape: [8, 8, 8], affine: identityAffine }),
    );
  }
}

function trainArgs(run, data = at('data'), ...more) {
  return ['train', data, run, '--config', at('config.yaml'), '--resume', '--threads', '1', ...more];
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
  const ended = new Promise((resolve) => child.once('close', (status) => resolve({ status, said })));
  return { child, ended };
}

/** Waits until a training has taken some steps, not always as many. */
async function stepped(run, child) {
  const log = join(run, 'log.jsonl');
  const least = 1 + random.integer(30);
  const lines = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0);
  await until(() => lines() >= least || child.exitCode !== null, `step ${least} of ${run}`);
  if (lines() < least) throw new Error(`expected a training, found one that ended at once`);
}

function checkpoints(run) {
  return readdirSync(join(run, 'checkpoints')).filter((name) => name.startsWith('step-'));
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(isSo, what) {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 6000) throw new Error(`expected ${what} within ten minutes, found none`);
    await setTimeout(100);
  }
}
