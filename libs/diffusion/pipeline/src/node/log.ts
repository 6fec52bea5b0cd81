import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
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

/** Opens a log to go on after `step`; what an interrupted run logged beyond its last checkpoint is dropped. */
export async function openLog(path: string, step: number): Promise<Log> {
  const kept = (await readLog(path)).filter((line) => line.step <= step);
  await writeWhole(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const stream = createWriteStream(path, { flags: 'a' });
  return {
    write: (line) => void stream.write(`${JSON.stringify(line)}\n`),
    close: async () => {
      stream.end();
      await once(stream, 'close');
    },
  };
}
