import { availableParallelism } from 'node:os';
import { Option, type Command } from 'commander';
import { Failure, describeFailure, exitStatus, prefixed } from './failure.ts';
import { interruptible } from './interruption.ts';
import { createTerminal, printable, type Terminal } from './terminal.ts';

/** What every command is given. */
export interface Context {
  readonly terminal: Terminal;
  readonly threads: number;
  /** Overwriting outputs that exist is meant. */
  readonly force: boolean;
  /** Aborted by SIGINT, SIGTERM, SIGHUP and SIGUSR2, and when npm, which started it, is gone: the command stops at its next safe point. */
  readonly signal: AbortSignal;
}

interface SharedOptions {
  json?: boolean;
  threads?: number;
  force?: boolean;
}

/**
 * Gives a command the options that all share, and an action whose failures end in one line and an exit status.
 *
 * @param action resolves to the exit status; nothing means done
 */
export function withAction<Options extends object>(
  command: Command,
  action: (context: Context, args: string[], options: Options) => Promise<number | void>,
): Command {
  return command
    .addOption(new Option('--json', 'machine-readable result on stdout; progress and logs go to stderr'))
    .addOption(new Option('--threads <n>', 'CPU threads').argParser(parseCount).default(availableParallelism(), 'all'))
    .action(async (...received: unknown[]) => {
      // Commander passes the declared arguments, then the options, then the command.
      const options = received.at(-2) as Options & SharedOptions;
      const args = received
        .slice(0, -2)
        .flat()
        .filter((value) => value !== undefined) as string[];
      const terminal = createTerminal({ json: options.json ?? false });
      const interruption = interruptible();
      try {
        const context: Context = {
          terminal,
          threads: options.threads!,
          force: options.force ?? false,
          signal: interruption.signal,
        };
        process.exitCode = (await action(context, args, options)) ?? exitStatus.done;
      } catch (error) {
        const { message, status } = describeFailure(error);
        terminal.close();
        process.stderr.write(`braingen ${printable(prefixed(command.name(), message))}\n`);
        if (process.env['BRAINGEN_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
        process.exitCode = status;
      } finally {
        interruption.release();
        terminal.close();
      }
    });
}

/** A whole number of at least 1. */
export function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Failure(`expected a whole number of at least 1, found "${text}"`);
  return value;
}

/** Any whole number from 0. */
export function parseSeed(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new Failure(`expected a whole number of at least 0, found "${text}"`);
  return value;
}

/** A number of at least `low`, at most `high`. */
export function parseNumber(option: string, low: number, high: number = Infinity): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high)
      throw new Failure(
        `${option}: expected a number ${high === Infinity ? `of at least ${low}` : `from ${low} to ${high}`}, found "${text}"`,
      );
    return value;
  };
}

/** 4 GB as float32. */
const mostVoxels = 2 ** 30;

/** "84x128x84" as [84, 128, 84]. */
export function parseShape(text: string): [number, number, number] {
  const shape = text.split('x').map(Number);
  if (shape.length !== 3 || shape.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new Failure(`--shape: expected three whole numbers such as 84x128x84, found "${text}"`);
  }
  if (shape.reduce((a, b) => a * b) > mostVoxels)
    throw new Failure(`--shape: expected at most ${mostVoxels} voxels, found "${text}"`);
  return shape as [number, number, number];
}
