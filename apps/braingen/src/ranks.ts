import { setTimeout } from 'node:timers/promises';
import type { Communicator } from '@braingen/distributed';
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
  const { findLauncher, startMpi, takeOwnGpu, threadsOfRank } = await import('@braingen/distributed');
  const launcher = findLauncher();
  if (!launcher) return work(context, undefined);
  takeOwnGpu(launcher);
  // Rank 0 speaks for all.
  const terminal = launcher.rank === 0 ? context.terminal : silent(context.terminal);
  const own = { ...context, terminal, threads: threadsOfRank(launcher, context.threads) };
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
