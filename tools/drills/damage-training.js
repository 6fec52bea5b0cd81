// Damages what a training has written, or fills its disk, and looks whether it says so and still ends with the very bits of an
// undisturbed one: node tools/run-from-sources.js tools/drills/damage-training.js [SEED]
// The full disk asks for root; otherwise that part says that it was not tried.
import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@braingen/engine';
import { createRandom } from '@braingen/volume';
import { cases, equal } from './cases.js';
import { checkpointAt, parts } from './checkpoint-digest.js';
import { fill, onSmallDisk } from './small-disk.js';
import { digest, last, steps, trainSmall } from './small-training.js';

const random = createRandom(`damage ${process.argv[2] ?? '1'}`);
const stopped = checkpointAt(7);
const { expectThat, close } = cases();

/** Trains to step 7 and stops there with a checkpoint. */
async function stoppedRun(run) {
  const stop = new AbortController();
  const onReport = ({ step }) => step === 7 && stop.abort();
  await trainSmall(run, { startEngine: false, signal: stop.signal, onReport }).catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
}

async function goOn(run) {
  const warnings = [];
  await trainSmall(run, { startEngine: false, onWarning: (warning) => warnings.push(warning) });
  return warnings;
}

function flipBit(path) {
  const bytes = readFileSync(path);
  const at = random.integer(bytes.length);
  bytes[at] ^= 1 << random.integer(8);
  writeFileSync(path, bytes);
}

const damages = {
  'one bit flipped': flipBit,
  'cut off': (path) => truncateSync(path, random.integer(statSync(path).size)),
  empty: (path) => truncateSync(path, 0),
  missing: (path) => rmSync(path),
};

/** Inode, time and bytes of every file of a folder. */
const stateOf = (folder) =>
  readdirSync(folder)
    .map((name) => statSync(join(folder, name)))
    .map(({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`)
    .join();

const root = await mkdtemp(join(tmpdir(), 'braingen-damage-'));
try {
  await startEngine({ threads: 1 });
  const [calm, begun] = [join(root, 'calm'), join(root, 'begun')];
  await trainSmall(calm, { startEngine: false });
  const expected = digest(calm);
  await stoppedRun(begun);
  equal('the stopped training ends at', readdirSync(join(begun, 'checkpoints')).at(-1), 'step-00000007');
  const fresh = () => {
    const run = join(root, `run-${random.integer(2 ** 31)}`);
    cpSync(begun, run, { recursive: true });
    return run;
  };

  for (const [damage, apply] of Object.entries(damages)) {
    for (const file of [...parts, 'checkpoint.json', 'SHA256SUMS']) {
      // Without its list of checksums a checkpoint is one of an older version, and as good.
      const isSound = damage === 'missing' && file === 'SHA256SUMS';
      await expectThat(`newest checkpoint, ${file} ${damage}`, async () => {
        const run = fresh();
        apply(join(run, stopped, file));
        const warnings = await goOn(run);
        equal('warnings', warnings.length, isSound ? 0 : 1);
        if (!isSound && !warnings[0].includes('step-00000007')) throw new Error(`expected its name in ${warnings[0]}`);
        equal('weights and moments at the end', digest(run), expected);
        rmSync(run, { recursive: true });
        return isSound ? 'taken' : 'passed over with a word, equal bits at the end';
      });
    }
  }

  await expectThat('every checkpoint damaged', async () => {
    const run = fresh();
    const checkpoints = join(run, 'checkpoints');
    for (const name of readdirSync(checkpoints)) flipBit(join(checkpoints, name, parts[2]));
    const before = readdirSync(checkpoints)
      .map((name) => stateOf(join(checkpoints, name)))
      .join();
    const error = await goOn(run).then(
      () => undefined,
      (reason) => reason,
    );
    if (!/damaged/.test(error?.message ?? '')) throw new Error(`expected a refusal, found ${error?.message}`);
    equal(
      'checkpoints',
      readdirSync(checkpoints)
        .map((name) => stateOf(join(checkpoints, name)))
        .join(),
      before,
    );
    return `refused: ${error.message.slice(error.message.indexOf('step-'))}`;
  });

  await expectThat('a finished training started again', async () => {
    const before = stateOf(join(calm, last));
    equal('warnings', (await goOn(calm)).length, 0);
    equal('files of its last checkpoint', stateOf(join(calm, last)), before);
    return 'left alone';
  });

  await expectThat('leftovers of kills', async () => {
    const run = fresh();
    const checkpoints = join(run, 'checkpoints');
    cpSync(join(run, stopped), join(checkpoints, '.step-00000008.4711.partial'), { recursive: true });
    cpSync(join(run, stopped), join(checkpoints, '.step-00000007.former'), { recursive: true });
    await goOn(run);
    equal('left', readdirSync(checkpoints).filter((name) => name.startsWith('.')).length, 0);
    equal('weights and moments at the end', digest(run), expected);
    return 'removed';
  });

  await expectThat('two trainings in one folder', async () => {
    const run = fresh();
    const results = await Promise.allSettled([goOn(run), goOn(run)]);
    equal('refused', results.filter(({ status }) => status === 'rejected').length, 1);
    equal('weights and moments at the end', digest(run), expected);
    return `one refused: ${results.find(({ status }) => status === 'rejected').reason.message.replace(run, 'RUN')}`;
  });

  await expectThat('a full disk', () => onSmallDisk(join(root, 'disk'), (disk) => fullDisk(disk, expected)));
} finally {
  await rm(root, { recursive: true, force: true });
}
close();

/** A disk that is full from the second checkpoint on, then has room again. */
async function fullDisk(disk, expected) {
  const run = join(disk, 'run');
  const filler = join(disk, 'filler');
  const warnings = [];
  let outcome = 'ended';
  await trainSmall(run, {
    startEngine: false,
    onWarning: (warning) => warnings.push(warning),
    onReport: ({ step }) => {
      // All that is left, before the checkpoints of step 4 on.
      if (step === 3) fill(filler);
    },
  }).catch((error) => (outcome = error.code ?? error.message));
  equal('the training that cannot write its last checkpoint ends with', outcome, 'ENOSPC');
  if (!warnings.some((warning) => /step 4: no checkpoint could be written/.test(warning)))
    throw new Error(`expected a word on step 4, found ${warnings.join('; ') || 'none'}`);
  equal('checkpoints', readdirSync(join(run, 'checkpoints')).join(), 'step-00000002');
  rmSync(filler);
  equal('warnings with room', (await goOn(run)).length, 0);
  equal('weights and moments at the end', digest(run), expected);
  return `said at once, not taken for a checkpoint; with room again equal bits after step ${steps}`;
}
