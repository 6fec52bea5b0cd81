import { identityAffine } from '@braingen/volume';
import type { RunConfig } from '../config/run-config.ts';
import { assembleDataset, type Dataset } from './dataset.ts';
import { placeholderVolumes } from './placeholder-volumes.ts';

/**
 * A training on heads that are not preprocessed yet, for `estimateTraining`: a data set of as many placeholders, of the size that the
 * preprocessed ones will have. It is unconditioned: covariates are not known yet.
 *
 * @throws PipelineError of kind 'data' without heads
 */
export async function plannedTraining(
  heads: number,
  config: RunConfig,
): Promise<{ readonly config: RunConfig; readonly data: Dataset }> {
  const { condition: _, ...unconditioned } = config;
  const volumes = placeholderVolumes(heads, { shape: config.data.shape, affine: identityAffine });
  return { config: unconditioned, data: await assembleDataset(volumes, unconditioned) };
}
