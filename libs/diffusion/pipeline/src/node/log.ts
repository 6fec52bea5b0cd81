import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { writeWhole } from '@braingen/volume/node';
import { z } from 'zod';
import type { TrainingReport } from '../model-kind.ts';

const number = z.number().optional();
const lineSchema: z.ZodType<TrainingReport> = z.object({
  step: z.int().min(0),
  stage: z.string().optional(),
  loss: number,
  learningRate: number,
  seconds: number,
  validationLoss: number,
  validationByTime: z.array(z.object({ t: z.number(), loss: z.number() })).optional(),
  energy: z
    .object({
      ...{ kWh: z.number(), co2Grams: z.number(), carbonIntensity: z.number() },
      ...{ source: z.string(), isMeasured: z.boolean() },
    })
    .optional(),
});

/** The lines of a run's log.jsonl; none where there is no log. Lines that are cut off or damaged are left out. */
export async function readLog(path: string): Promise<TrainingReport[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      const { success, data } = lineSchema.safeParse(JSON.parse(line));
      return success ? [data] : [];
    } catch {
      return [];
    }
  });
}

export interface Log {
  write(line: TrainingReport): void;
  close(): Promise<void>;
}

/** A log whose lines cannot be written any more, on a full disk for instance, must not end the training. */
type OnLost = (error: Error) => void;

/** Opens a log to go on after `step`; what an interrupted run logged beyond its last checkpoint is dropped. @param onLost is told once when lines are lost */
export async function openLog(path: string, step: number, onLost?: OnLost): Promise<Log> {
  const kept = (await readLog(path)).filter((line) => line.step <= step);
  await writeWhole(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const stream = createWriteStream(path, { flags: 'a' });
  stream.once('error', (error) => onLost?.(error));
  stream.on('error', () => undefined);
  return {
    write: (line) => {
      if (stream.writable) stream.write(`${JSON.stringify(line)}\n`);
    },
    close: async () => {
      if (stream.closed) return;
      const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
      stream.end();
      await closed;
    },
  };
}
