import { availableParallelism, cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Communicator, Launcher } from '@braingen/distributed';
import type { Context } from './action.ts';
import { describeFailure, exitStatus } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** How long a rank leaves it to rank 0 to say what went wrong on all. */
const millisecondsForTheFirst = 3000;

/**
 * Runs a command's work as one of the processes that mpirun or srun started, or alone where none did. Rank 0 speaks for all;
 * another speaks where it fails alone. A rank that fails ends the job.
 */
export async function asRank<T>(
  context: Context,
  name: string,
  work: (context: Context, ranks: Communicator | undefined) => Promise<T>,
): Promise<T> {
  const { findLauncher, startMpi } = await import('@braingen/distributed');
  const launcher = findLauncher();
  if (!launcher) return work(context, undefined);
  const own = ofRank(context, launcher);
  let ranks: Communicator;
  try {
    ranks = (await startMpi())!;
  } catch (error) {
    // The same on all: one of them says it.
    if (launcher.rank !== 0) process.exit(describeFailure(error).status);
    throw error;
  }
  own.terminal.log(ranks.describe());
  try {
    const result = await work(own, ranks);
    await ranks.close();
    return result;
  } catch (error) {
    const { message, status } = describeFailure(error);
    if (status === exitStatus.restart) {
      // All stop at one step, and part in order.
      await ranks.close();
      if (launcher.rank !== 0) process.exit(status);
      throw error;
    }
    if (launcher.rank !== 0) await setTimeout(millisecondsForTheFirst);
    context.terminal.close();
    process.stderr.write(`braingen ${name}: rank ${launcher.rank}: ${message}\n`);
    return ranks.abort(status);
  }
}

/** What a rank is given: a voice if it is the first, its share of the machine's cores, and a card of its own. */
function ofRank(context: Context, { rank, localRank, localSize }: Launcher): Context {
  const { terminal, threads } = context;
  // Before TensorFlow is loaded: each rank of a machine takes the next card.
  if (localSize > 1) process.env['CUDA_VISIBLE_DEVICES'] ??= String(localRank);
  // Launchers that bind processes to cores have shared them out already.
  const isBound = availableParallelism() < cpus().length;
  const isChosen = threads !== availableParallelism();
  const share = isBound || isChosen ? threads : Math.max(1, Math.floor(threads / localSize));
  return { ...context, terminal: rank === 0 ? terminal : silent(terminal), threads: share };
}

function silent(terminal: Terminal): Terminal {
  const nothing = (): void => {};
  return {
    ...terminal,
    log: nothing,
    warn: nothing,
    task: () => ({ update: nothing, done: nothing }),
    result: nothing,
  };
}
