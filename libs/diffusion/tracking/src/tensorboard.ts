import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { restartEvent, summaryEvent, versionEvent } from './event.ts';
import { frame } from './record.ts';
import type { Tracker } from './tracker.ts';

export interface TensorBoardOptions {
  /** The step that the training goes on from; what an earlier one wrote beyond it is dropped. @default 0 */
  readonly from?: number | undefined;
  /** Seconds since 1970. @default the system's clock */
  readonly now?: (() => number) | undefined;
}

/** Writes event files into a folder: `tensorboard --logdir FOLDER` shows scalars, pictures and histograms. */
export async function tensorBoard(folder: string, options: TensorBoardOptions = {}): Promise<Tracker> {
  const { from = 0, now = () => Date.now() / 1000 } = options;
  await mkdir(folder, { recursive: true });
  const began = now();
  const name = `events.out.tfevents.${Math.floor(began)}.${hostname()}.${process.pid}`;
  const stream = createWriteStream(join(folder, name), { flags: 'a' });
  let failure: Error | undefined;
  stream.on('error', (error) => (failure = error));
  const write = (event: Uint8Array): void => void (failure ?? stream.write(frame(event)));
  write(versionEvent(began));
  if (from > 0) write(restartEvent(began, from + 1));
  return {
    write: (happening) => write(summaryEvent(now(), happening)),
    close: async () => {
      if (failure) return;
      stream.end();
      await once(stream, 'close');
    },
  };
}
