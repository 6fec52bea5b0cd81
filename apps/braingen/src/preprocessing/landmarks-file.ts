import { readFile } from 'node:fs/promises';
import type { NyulScale } from '@braingen/tissue';
import { z } from 'zod';
import { Failure } from '../failure.ts';

const schema = z.object({ quantiles: z.array(z.number()), landmarks: z.array(z.number()) });

/**
 * A scale as learn-landmarks writes it.
 *
 * @throws Failure if the file is something else
 */
export async function readLandmarks(path: string): Promise<NyulScale> {
  const text = await readFile(path, 'utf8');
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const found = error instanceof z.ZodError ? error.issues[0].message : (error as Error).message;
    throw new Failure(`${path}: expected JSON of quantiles and landmarks, found: ${found}`);
  }
}
