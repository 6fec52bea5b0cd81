// The program of a process that preprocesses scans for another one; see process.ts.
import { loadKernels } from '@braingen/kernels';
import type { Scan } from '../../bids/scans.ts';
import { describeFailure } from '../../failure.ts';
import { preprocessScan, type ScanOptions } from '../scan.ts';
import { openSettings, parseSteps } from '../settings.ts';
import type { Reply, Request, Shared } from './messages.ts';

const controller = new AbortController();
let options: Promise<Omit<ScanOptions, 'onProgress'> & { output: string }>;

const reply = (message: Reply): unknown => process.send?.(message);

async function open({ settings, steps, ...shared }: Shared): ReturnType<() => typeof options> {
  await loadKernels({ threads: shared.threads });
  return {
    ...shared,
    steps: parseSteps(steps.join(',')),
    settings: await openSettings(settings),
    signal: controller.signal,
  };
}

async function take(scan: Scan): Promise<void> {
  try {
    const { output, ...shared } = await options;
    const onProgress = (fraction: number, step: string): unknown => reply({ fraction, step });
    const { Braingen } = await preprocessScan(scan, output, { ...shared, onProgress });
    reply({ warnings: Braingen.warnings });
  } catch (error) {
    reply({ error: describeFailure(error).message });
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
