import type { ReadOptions } from '@braingen/volume/node';
import { conditionColumns } from '../config/condition-config.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { TrainingVolume } from '../data/named-volume.ts';
import { readConditions } from './participants.ts';
import { readVolumes } from './volume-folder.ts';

/**
 * The volumes of a folder, all in memory, with the covariates that a configuration asks for; see `openDataset` for more of them.
 *
 * @throws PipelineError of kind 'data'
 */
export async function readTrainingVolumes(
  folder: string,
  { condition }: Pick<RunConfig, 'condition'>,
  options: Pick<ReadOptions, 'signal'> = {},
): Promise<{ readonly volumes: readonly TrainingVolume[]; readonly warnings: readonly string[] }> {
  const volumes = await readVolumes(folder, options);
  if (!condition) return { volumes, warnings: [] };
  const { conditions, warnings } = await readConditions(folder, volumes, conditionColumns(condition));
  return { volumes: volumes.map((item, i) => ({ ...item, condition: conditions[i] })), warnings };
}
