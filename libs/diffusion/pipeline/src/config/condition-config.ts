import { z } from 'zod';

/** The covariates that the network is conditioned on: columns of participants.tsv or measures of preprocessing. */
export interface ConditionConfig {
  /** Numbers such as age, or columns of two kinds such as sex. */
  readonly covariates: readonly string[];
  /** One column of classes, such as group. @default none */
  readonly classes?: string | undefined;
  /** The share of samples that are trained unconditioned, so that sampling can be guided. */
  readonly dropout: number;
}

/** The columns that a configuration asks for. */
export const conditionColumns = ({ covariates, classes }: ConditionConfig): string[] => [
  ...covariates,
  ...(classes === undefined ? [] : [classes]),
];

export const conditionSchema: z.ZodType<ConditionConfig> = z
  .strictObject({
    covariates: z.array(z.string()).default([]),
    classes: z.string().optional(),
    dropout: z.number().min(0).lt(1).default(0.1),
  })
  .refine(({ covariates, classes }) => covariates.length > 0 || classes !== undefined, {
    message: 'expected covariates or classes',
  });
