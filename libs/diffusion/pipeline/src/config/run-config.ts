import { z } from 'zod';
import { check } from './check.ts';
import { conditionSchema, type ConditionConfig } from './condition-config.ts';
import { dataSchema, intensityRangeSchema, type DataConfig } from './data-config.ts';
import { evaluationSchema, type EvaluationConfig } from './evaluation-config.ts';
import { modelSchema, type ModelConfig } from './model-config.ts';
import { samplingSchema, type SamplingConfig } from './sampling-config.ts';
import { scheduleSchema, type ScheduleConfig } from './schedule-config.ts';
import { trainingSchema, type TrainingConfig } from './training-config.ts';

/** A run: everything that decides its outcome except the data and the engine. */
export interface RunConfig {
  readonly seed: number;
  readonly data: DataConfig;
  /** The intensities that the network sees as -1 and 1. @default the range of all volumes */
  readonly intensityRange?: readonly [lowest: number, highest: number] | undefined;
  readonly model: ModelConfig;
  readonly schedule: ScheduleConfig;
  /** @default unconditioned */
  readonly condition?: ConditionConfig | undefined;
  readonly training: TrainingConfig;
  readonly sampling: SamplingConfig;
  readonly evaluation: EvaluationConfig;
}

const runConfigSchema: z.ZodType<RunConfig> = z.strictObject({
  seed: z.int().min(0).default(0),
  data: dataSchema,
  intensityRange: intensityRangeSchema.optional(),
  model: modelSchema,
  schedule: scheduleSchema,
  condition: conditionSchema.optional(),
  training: trainingSchema,
  sampling: samplingSchema,
  evaluation: evaluationSchema,
});

/**
 * A configuration with its defaults filled in. They fit a CPU and minutes.
 *
 * @param value fields of a configuration, any of which may be missing; nothing at all is the default configuration
 * @param source what the error names, such as the file
 * @throws PipelineError of kind 'config' naming the field, what was expected and what was found
 */
export function createConfig(value: unknown = {}, source = 'configuration'): RunConfig {
  return check(runConfigSchema, value ?? {}, source);
}
