import { latestCheckpoint, withCheckpointFiles, type OnDamaged } from '@braingen/unet3d/node';
import { readDescription } from '../checkpoint-files.ts';
import type { RunConfig } from '../config/run-config.ts';
import { checkDescription, type CheckpointDescription } from '../description.ts';
import { PipelineError } from '../error.ts';
import { checkSameTraining } from '../resume/locked.ts';
import { readRunConfig } from './load.ts';
import type { RunFolder } from './run-folder.ts';

/** The checkpoint that a run goes on from. */
export interface ReachedCheckpoint {
  readonly folder: string;
  readonly description: CheckpointDescription;
}

/**
 * Looks whether a run folder can take a training, without writing anything.
 *
 * @param onDamaged gets each damaged checkpoint that an older one is taken in place of
 * @returns the latest checkpoint where there is one to go on from
 * @throws PipelineError of kind 'run' where it holds a run and `resume` is false, or a run of another configuration
 */
export async function claimRun(
  folder: RunFolder,
  config: RunConfig,
  resume: boolean,
  onDamaged?: OnDamaged,
): Promise<ReachedCheckpoint | undefined> {
  const latest = await latestCheckpoint(folder.checkpoints, onDamaged);
  if (latest === undefined) return undefined;
  if (!resume)
    throw new PipelineError('run', {
      field: folder.root,
      expected: 'a folder without a run',
      found: 'a run',
      advice: 'resume continues it',
    });
  const description = await withCheckpointFiles(latest, async (files) => {
    const { json, source } = await readDescription(files);
    return checkDescription(json, source);
  });
  const before = await readRunConfig(folder.root);
  if (before) checkSameTraining(before, config, description.step, folder.config);
  return { folder: latest, description };
}
