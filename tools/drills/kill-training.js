// Kills a training (SIGKILL) at random moments and within every write of a checkpoint, and looks whether it ends, started
// again and again, with the very bits of an undisturbed one:
// node tools/run-from-sources.js tools/drills/kill-training.js [KILLS] [SEED]. A small network on volumes made up here, in a temporary folder.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEngine } from '@braingen/engine';
import { createRandom } from '@braingen/volume';
import { digest, last, trainSmall } from './small-training.js';

/** The training itself, in a process of its own. */
async function train(run) {
  await import('@braingen/pipeline/node');
  // A network so small has nothing for a second thread.
  await startEngine({ threads: 1 });
  process.send('ready');
  await trainSmall(run, { startEngine: false, onReport: ({ step }) => process.send(step) });
  process.exit(0);
}

/** Files of a checkpoint that is being written in a run folder; -1 where none is. */
function filesInWork(run) {
  try {
    const folder = join(run, 'checkpoints');
    const names = readdirSync(folder);
    if (names.some((name) => name.endsWith('.former'))) return 99;
    const partial = names.find((name) => name.endsWith('.partial'));
    return partial === undefined ? -1 : readdirSync(join(folder, partial)).length;
  } catch {
    return -1;
  }
}

/**
 * Starts the training and kills it.
 *
 * @param aim { after } milliseconds after it was ready, or { files }: as soon as so many files of a checkpoint are there
 * @returns whether it came to its end before, and the milliseconds since it was ready
 */
async function runOnce(run, aim) {
  const child = fork(fileURLToPath(import.meta.url), ['child', run], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  let watch;
  await Promise.race([once(child, 'message'), ended]);
  const began = performance.now();
  if (aim?.after !== undefined) setTimeout(kill, aim.after).unref();
  if (aim?.files !== undefined) {
    watch = setInterval(() => {
      if (filesInWork(run) >= aim.files) kill();
    }, 0);
  }
  const [code, signal] = await ended;
  clearInterval(watch);
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`expected status 0 or a kill, found ${code ?? signal}`);
  return { isDone: code === 0, milliseconds: performance.now() - began };
}

async function drill(kills, seed) {
  const root = await mkdtemp(join(tmpdir(), 'braingen-kills-'));
  const random = createRandom(`kills ${seed}`);
  try {
    const calm = join(root, 'calm');
    const { milliseconds } = await runOnce(calm);
    const expected = digest(calm);
    let harmed = 0;
    let done = 0;
    let hits = 0;
    let trainings = 0;
    while (done < kills) {
      const run = join(root, `run-${trainings++}`);
      // A few kills a training, so that it also goes on from what a kill left; then it may come to its end.
      for (let i = 0; i < 4 && done < kills; i++) {
        const aim = done % 2 === 0 ? { files: random.integer(6) } : { after: random.uniform() * milliseconds };
        const { isDone } = await runOnce(run, aim);
        done++;
        if (!isDone) hits++;
      }
      await runOnce(run);
      // Started again when all is done, and killed at once or left alone: it must stay as it is.
      await runOnce(run, { after: random.uniform() * 200 });
      await runOnce(run);
      const left = readdirSync(join(run, 'checkpoints')).filter((name) => name.startsWith('.'));
      const isSame = existsSync(join(run, last)) && digest(run) === expected;
      if (!isSame || left.length > 0) {
        harmed++;
        console.log(`training ${trainings}: expected the bits of an undisturbed one, found others; left over: ${left}`);
      }
      await rm(run, { recursive: true });
      console.log(`${done} kills, ${hits} before the end; ${trainings} trainings, ${harmed} harmed`);
    }
    process.exitCode = harmed > 0 ? 1 : 0;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

if (process.argv[2] === 'child') await train(process.argv[3]);
else await drill(Number(process.argv[2] ?? 100), process.argv[3] ?? '1');
