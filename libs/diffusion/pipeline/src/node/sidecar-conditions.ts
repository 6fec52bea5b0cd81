import { z } from 'zod';
import type { ConditionValues } from '../conditions/conditioning.ts';
import { readIfThere } from './read-if-there.ts';

const values: z.ZodType<ConditionValues> = z.record(z.string(), z.union([z.string(), z.number()])).catch({});
const schema: z.ZodType<{ Braingen: { measures: ConditionValues; condition: ConditionValues } }> = z.object({
  Braingen: z.object({ measures: values, condition: values }),
});

/**
 * The covariates that the sidecar of a volume knows: measures of preprocessing, or the condition of a synthetic volume. A
 * sidecar that is missing, or damaged, knows none.
 */
export async function readSidecarConditions(volume: string): Promise<ConditionValues> {
  const text = (await readIfThere(volume.replace(/\.nii(\.gz)?$/, '.json'))) ?? '{}';
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? { ...parsed.data.Braingen.measures, ...parsed.data.Braingen.condition } : {};
  } catch {
    return {};
  }
}
