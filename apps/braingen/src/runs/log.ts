import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { writeFile } from '../files/atomic.ts';

/** A line of log.jsonl: a training step, or a look at the held-out volumes after one. */
export interface LogLine {
  readonly step: number;
  readonly loss?: number;
  readonly learningRate?: number;
  readonly seconds?: number;
  readonly validationLoss?: number;
}

export async function readLog(path: string): Promise<LogLine[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}

export interface Log {
  write(line: LogLine): void;
  close(): Promise<void>;
}

/** Opens a log to go on after `step`; what an interrupted run logged beyond its last checkpoint is dropped. */
export async function openLog(path: string, step: number): Promise<Log> {
  const kept = (await readLog(path)).filter((line) => line.step <= step);
  await writeFile(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const stream = createWriteStream(path, { flags: 'a' });
  return {
    write: (line) => void stream.write(`${JSON.stringify(line)}\n`),
    close: async () => {
      stream.end();
      await once(stream, 'close');
    },
  };
}
