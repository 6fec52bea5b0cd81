import { z } from 'zod';

/** Covariates of one volume by name; those left out are unknown. */
export type ConditionValues = Readonly<Record<string, string | number | undefined>>;

/** A number that the network is conditioned on, scaled by its range in training. */
export interface Covariate {
  readonly name: string;
  /** The values that the network sees as 0 and 1. */
  readonly range: readonly [number, number];
  /** Of a covariate in words: the two that stand for 0 and 1. */
  readonly levels?: readonly [string, string] | undefined;
}

/** What the numbers of a network's condition stand for. It goes into the checkpoint as it is. */
export interface Conditioning {
  readonly covariates: readonly Covariate[];
  /** A column of classes, each with an embedding of its own. */
  readonly classes?: { readonly name: string; readonly values: readonly string[] } | undefined;
}

export const conditioningSchema: z.ZodType<Conditioning> = z.object({
  covariates: z.array(
    z.object({
      name: z.string(),
      range: z.tuple([z.number(), z.number()]),
      levels: z.tuple([z.string(), z.string()]).optional(),
    }),
  ),
  classes: z.object({ name: z.string(), values: z.array(z.string()) }).optional(),
});

/** The names of all covariates and classes that a network is conditioned on. */
export function conditionNames({ covariates, classes }: Conditioning): string[] {
  return [...covariates.map(({ name }) => name), ...(classes ? [classes.name] : [])];
}

/** Lines about numbers that lie outside the range of training. */
export function conditionWarnings({ covariates }: Conditioning, values: ConditionValues): string[] {
  return covariates.flatMap(({ name, range: [low, high], levels }) => {
    const value = Number(values[name]);
    if (levels || values[name] === undefined || (value >= low && value <= high)) return [];
    return [`${name} ${value} lies outside ${low} to ${high}, the range of the training volumes`];
  });
}
