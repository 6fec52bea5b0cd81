import type { CheckpointDescription } from './description.ts';
import { checkUNetDescription } from './kinds/unet/unet-description.ts';

/** Sections of a configuration by name. */
export type ConfigFields = Readonly<Record<string, unknown>>;

/**
 * The fields of a configuration for a training that starts with the weights of a checkpoint: its network, schedule, grid and
 * intensity range. Whoever changes the rest puts it beside them.
 *
 * @throws PipelineError of kind 'checkpoint' where the model is of another kind than 'unet'
 */
export function startFields(description: CheckpointDescription): ConfigFields {
  const { model, schedule, predictionType, grid, intensityRange } = checkUNetDescription(description, 'start');
  const { numClassEmbeds: _classes, numCovariates: _covariates, ...network } = model;
  return {
    data: { shape: grid.shape },
    intensityRange,
    model: { kind: 'unet', ...network },
    schedule: { ...schedule, predictionType },
  };
}
