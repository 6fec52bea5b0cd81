import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from './read-json.ts';

/** What the dataset_description.json of a folder says of who made it; of a folder without one, nothing. */
export interface Origin {
  /** Names of the programs. */
  readonly generators: readonly string[];
  /** Whether its volumes are synthetic. */
  readonly isSynthetic: boolean;
}

const named = z.object({ Name: z.string() });
const schema = z.object({ GeneratedBy: z.array(z.unknown()).catch([]), Synthetic: z.unknown().optional() });

/** Who made a data set, and whether of synthetic volumes. */
export async function originOf(folder: string): Promise<Origin> {
  const { data } = schema.safeParse(await readJson(join(folder, 'dataset_description.json')));
  return {
    generators: (data?.GeneratedBy ?? []).flatMap((program) => named.safeParse(program).data?.Name ?? []),
    isSynthetic: data?.Synthetic !== undefined,
  };
}
