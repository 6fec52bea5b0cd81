import { Failure, exitStatus } from './failure.ts';

/** What ends a command at its next safe point: a request of its user, its batch system, a terminal that was closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const;

/** A terminal's Ctrl-C reaches the program twice where npm passes it on: only one that comes later is a second request. */
const sameRequestMs = 1000;

const parentEveryMs = 1000;

export interface Interruption {
  readonly signal: AbortSignal;
  release(): void;
}

/** Turns what asks a command to stop into an abort signal. A second SIGINT does not wait for the safe point. */
export function interruptible(): Interruption {
  const controller = new AbortController();
  let asked = 0;
  const stop = (name: string): void => {
    const now = performance.now();
    if (controller.signal.aborted) {
      if (name === 'SIGINT' && now - asked > sameRequestMs) process.exit(128 + 2);
      return;
    }
    asked = now;
    controller.abort(new Failure(`stopped by ${name}`, exitStatus.someFailed));
  };
  for (const name of signals) process.on(name, stop);
  const unwatch = watchNpm(() => stop('the end of npm, which started it'));
  return {
    signal: controller.signal,
    release: () => {
      unwatch();
      for (const name of signals) process.off(name, stop);
    },
  };
}

/**
 * npx and npm run do not pass every signal on: stopped by a batch system they leave their program without a parent. Started
 * otherwise, a program without a parent is one that was meant to go on.
 */
function watchNpm(gone: () => void): () => void {
  if (process.env['npm_command'] === undefined || process.platform === 'win32') return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) gone();
  }, parentEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** What a page waits for that is served until its user ends it. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
