import { z } from 'zod';
import { cascadeModelSchema, type CascadeModel } from '../kinds/cascade/cascade-model.ts';
import { unetModelSchema, type UNetModel } from '../kinds/unet/unet-model.ts';

/** The model that is trained; `kind` says which, 'unet' by default. */
export type ModelConfig = UNetModel | CascadeModel;

/** The `model` section of each kind. A new kind adds a line here and one in `kinds.ts`. */
const schemas: { readonly [K in ModelConfig['kind']]: z.ZodType<Extract<ModelConfig, { kind: K }>> } = {
  unet: unetModelSchema,
  cascade: cascadeModelSchema,
};

const known = Object.keys(schemas) as ModelConfig['kind'][];

/** Looks at `kind` first, so that an error speaks of the kind that was meant. */
export const modelSchema: z.ZodType<ModelConfig> = z
  .unknown()
  .transform((value, context): ModelConfig => {
    const { kind = 'unet' } = (value ?? {}) as { kind?: ModelConfig['kind'] };
    if (!known.includes(kind)) {
      context.addIssue({ code: 'custom', path: ['kind'], message: `expected ${known.join(' or ')}` });
      return z.NEVER;
    }
    const result = schemas[kind].safeParse(value ?? {});
    if (result.success) return result.data;
    context.issues.push(...(result.error.issues as typeof context.issues));
    return z.NEVER;
  })
  .prefault({});
