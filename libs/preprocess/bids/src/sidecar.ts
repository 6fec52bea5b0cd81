import { readFile } from 'node:fs/promises';
import type { Measures } from '@braingen/chain';
import { z } from 'zod';

/** What stands in the sidecar of a preprocessed scan. */
export interface Sidecar {
  readonly Sources: readonly string[];
  readonly SkullStripped: boolean;
  readonly Braingen: {
    readonly version?: string | undefined;
    readonly node: string;
    readonly threads: number;
    readonly settings: string;
    readonly input: { readonly name: string; readonly sha256: string };
    readonly output: { readonly sha256: string };
    readonly steps: readonly { readonly name: string; readonly seconds: number }[];
    readonly template: unknown;
    readonly matrix?: readonly (readonly number[])[] | undefined;
    /** Whether registration took the scan for a whole head or for a stripped brain. */
    readonly kind?: 'head' | 'brain' | undefined;
    readonly measures: Measures;
    readonly warnings: readonly string[];
    /** By which measures the scan stands apart from its group, once there was one. */
    readonly outliers?: readonly string[];
  };
}

/** What is read back of a sidecar: whatever else stands there is kept as it is. */
const schema = z.looseObject({
  Braingen: z.looseObject({
    settings: z.string(),
    input: z.looseObject({ name: z.string(), sha256: z.string() }),
    output: z.looseObject({ sha256: z.string() }),
    measures: z.record(z.string(), z.number()),
    warnings: z.array(z.string()),
  }),
});

/** @throws RangeError naming the file and the field, if it is no sidecar of a preprocessed scan's; an error of reading as it comes */
export async function readSidecar(path: string): Promise<Sidecar> {
  const text = await readFile(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RangeError(
      `${path}: expected the JSON of a preprocessed scan, found: ${(error as Error).message.replace(/\s+/g, ' ')}`,
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return json as Sidecar;
  const [{ path: field, message }] = parsed.error.issues;
  throw new RangeError(`${path}: ${field.join('.') || 'the whole'}: ${message}`);
}
