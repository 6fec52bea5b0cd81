import { z } from 'zod';

/** Whose features volumes are compared on: by name, or a published network's from a file. */
export type FeatureChoice =
  | 'anatomy'
  | 'random'
  | 'medicalnet-10'
  | 'medicalnet-50'
  | `medicalnet=${string}`
  | `radimagenet=${string}`;

export const isFeatureChoice = (text: string): text is FeatureChoice =>
  /^(anatomy|random|medicalnet-10|medicalnet-50|(medicalnet|radimagenet)=.+)$/.test(text);

/** How the synthetic volumes are judged. It does not decide the weights. */
export interface EvaluationConfig {
  /** Names of metrics, or paths of modules. @default all built-in ones */
  readonly metrics?: readonly string[] | undefined;
  /**
   * Whose features FID, KID, MMD and the metrics of neighbours are computed on: the network of @braingen/anatomy, a random one, or one
   * of @braingen/pretrained-features.
   * @default `anatomy` where volumes lie in MNI152 space
   */
  readonly features?: FeatureChoice | undefined;
  /** Whether regions of the brain are measured and compared. */
  readonly regions: boolean;
  /** Random halves behind every interval. */
  readonly resamples: number;
  /** Confidence level of the intervals. */
  readonly confidence: number;
}

export const evaluationSchema: z.ZodType<EvaluationConfig> = z
  .strictObject({
    metrics: z.array(z.string()).optional(),
    features: z
      .custom<FeatureChoice>((value) => typeof value === 'string' && isFeatureChoice(value), {
        error: 'expected anatomy, random, medicalnet-10, medicalnet-50, medicalnet=FILE or radimagenet=FILE',
      })
      .optional(),
    regions: z.boolean().default(true),
    resamples: z.int().min(1).default(1000),
    confidence: z.number().gt(0).lt(1).default(0.95),
  })
  .prefault({});
