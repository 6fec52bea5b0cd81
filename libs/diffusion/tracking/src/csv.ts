import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { Tracker } from './tracker.ts';

const header = 'step,name,value';

/**
 * Writes scalars into a table with a line for each: step, name, value.
 *
 * @param from the step that the training goes on from; lines beyond it are dropped
 */
export async function csv(path: string, from = 0): Promise<Tracker> {
  const [, ...lines] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const kept = lines.filter((line) => line !== '' && Number.parseInt(line, 10) <= from);
  await writeFile(path, [header, ...kept, ''].join('\n'));
  const stream = createWriteStream(path, { flags: 'a' });
  let failure: Error | undefined;
  stream.on('error', (error) => (failure = error));
  return {
    write: ({ step, scalars }) => {
      for (const [name, value] of Object.entries(scalars ?? {}))
        if (!failure) stream.write(`${step},${quoted(name)},${value}\n`);
    },
    close: async () => {
      if (failure) return;
      stream.end();
      await once(stream, 'close');
    },
  };
}

const quoted = (name: string): string => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
