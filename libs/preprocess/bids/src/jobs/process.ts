import { fork, type ChildProcess } from 'node:child_process';
import type { Scan } from '../find-scans.ts';
import type { Reply, Request, Shared } from './messages.ts';

/** A process of its own that preprocesses one scan at a time: the kernels' threads belong to a process. */
export interface ScanProcess {
  /**
   * @returns what was suspicious about the scan
   * @throws Error saying why the scan could not be done, or how the process ended; the next scan starts another
   */
  take(scan: Scan, onProgress: (fraction: number, step: string) => void): Promise<readonly string[]>;
  end(): void;
}

/**
 * @param signal stops the scan at its next safe point
 * @param program the path of a module that calls `serveScans`
 */
export function openScanProcess(shared: Shared, signal: AbortSignal | undefined, program: string): ScanProcess {
  let child: ChildProcess | undefined;
  const tell = (message: Request): unknown => child?.connected && child.send(message);
  const stop = (): unknown => tell({ stop: true });
  signal?.addEventListener('abort', stop);

  function start(): ChildProcess {
    // What its libraries print is not the command's result.
    const started = fork(program, { stdio: ['ignore', 2, 2, 'ipc'] });
    // What was sent to a process that has just ended: its exit says it.
    started.on('error', () => undefined);
    started.send({ shared } satisfies Request);
    return started;
  }

  return {
    take: (scan, onProgress) =>
      new Promise((resolve, reject) => {
        child ??= start();
        const current = child;
        const onMessage = (reply: Reply): void => {
          if ('fraction' in reply) return onProgress(reply.fraction, reply.step);
          settle();
          if ('error' in reply) reject(new Error(reply.error));
          else resolve(reply.warnings);
        };
        const onExit = (status: number | null, killed: NodeJS.Signals | null): void => {
          settle();
          child = undefined;
          reject(new Error(`expected its process to end by itself, found ${nameEnd(status, killed)}`));
        };
        const settle = (): void => {
          current.off('message', onMessage).off('exit', onExit);
        };
        current.on('message', onMessage).on('exit', onExit);
        tell({ scan });
      }),
    end: () => {
      signal?.removeEventListener('abort', stop);
      if (child?.connected) child.disconnect();
    },
  };
}

function nameEnd(status: number | null, killed: NodeJS.Signals | null): string {
  if (killed === 'SIGKILL') return 'SIGKILL (out of memory? fewer processes take less)';
  return killed ?? `exit status ${status}`;
}
