import type { ComparedVolume } from '@braingen/comparison';
import { PipelineError } from '@braingen/pipeline/error';
import { readConditions, readVolumes, type VolumeFromFile } from '@braingen/pipeline/node';
import type { Context } from '../action.ts';

/**
 * The volumes of a folder with what participants.tsv and their sidecars say of whose they are. A table that cannot be read is warned of:
 * figures that need none are wanted all the same.
 */
export async function readCompared(
  folder: string,
  covariate: string,
  context: Pick<Context, 'signal' | 'terminal'>,
): Promise<(VolumeFromFile & ComparedVolume)[]> {
  const volumes = await readVolumes(folder, context);
  try {
    const { conditions } = await readConditions(folder, volumes, [covariate]);
    return volumes.map((volume, i) => ({ ...volume, condition: conditions[i] }));
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    context.terminal.warn(`${covariate} is not looked at: ${error.message}`);
    return volumes;
  }
}
