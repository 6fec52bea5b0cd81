import { selectSteps } from '@braingen/chain';
import { openSettings } from '@braingen/chain/node';
import { loadKernels } from '@braingen/kernels';
import type { Scan } from '../find-scans.ts';
import { preprocessScan, type DrawStep, type ScanOptions } from '../preprocess-scan.ts';
import type { Reply, Request, Shared } from './messages.ts';

/**
 * The whole program of a process that preprocesses scans for another one, which is given its path as `processes.program` of
 * `preprocessDataset`. It ends when the other one does.
 */
export function serveScans({ draw }: { readonly draw?: DrawStep | undefined } = {}): void {
  const controller = new AbortController();
  let options: Promise<ScanOptions & { readonly derivative: string }>;

  const reply = (message: Reply): unknown => process.send?.(message);

  async function open({ settings, steps, ...shared }: Shared): ReturnType<() => typeof options> {
    const kernels = await loadKernels({ threads: shared.threads });
    return {
      ...{ ...shared, draw, signal: controller.signal },
      steps: selectSteps(steps),
      settings: { ...(await openSettings(settings)), kernels },
    };
  }

  async function take(scan: Scan): Promise<void> {
    try {
      const { derivative, ...shared } = await options;
      const onProgress = (fraction: number, step: string): unknown => reply({ fraction, step });
      const { Braingen } = await preprocessScan(scan, derivative, { ...shared, onProgress });
      reply({ warnings: Braingen.warnings });
    } catch (error) {
      reply({ error: (error as Error).message });
    }
  }

  process.on('message', (request: Request) => {
    if ('shared' in request) {
      options = open(request.shared);
      // It is said where a scan waits for it.
      options.catch(() => undefined);
    } else if ('scan' in request) void take(request.scan);
    else controller.abort(new Error('stopped'));
  });
  // A terminal or a batch system asks all processes to stop: the one that started this one says when.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const) process.on(name, () => undefined);
  process.on('disconnect', () => process.exit());
}
