import { mkdir } from 'node:fs/promises';
import { checkpointFolder, listCheckpoints, saveCheckpointFiles } from '@braingen/unet3d/node';
import { writeWhole } from '@braingen/volume/node';
import { stringify } from 'yaml';
import { PipelineError } from '../error.ts';
import { exportWeights } from '../weights/export-weights.ts';
import type { ImportedWeights, ImportOptions } from '../weights/import-weights.ts';
import { weightsCheckpoint } from '../weights/weights-checkpoint.ts';
import { readWeightsFile } from './read-weights-file.ts';
import { runFolder } from './run-folder.ts';

/** Makes a run folder of a file of weights: it samples, and a training can start with it. @throws as `importWeights` */
export async function convertToRun(path: string, root: string, options: ImportOptions = {}): Promise<ImportedWeights> {
  const folder = runFolder(root);
  if ((await listCheckpoints(folder.checkpoints)).length > 0)
    throw new PipelineError('run', { field: root, expected: 'a folder without a run', found: 'a run' });
  const imported = await readWeightsFile(path, options);
  const { model, schedule, predictionType, seed, grid, intensityRange } = imported.description;
  await mkdir(folder.checkpoints, { recursive: true });
  const checkpoint = weightsCheckpoint(imported);
  await saveCheckpointFiles(checkpointFolder(folder.checkpoints, checkpoint.step), checkpoint.files());
  const config = {
    seed,
    data: { shape: grid.shape },
    model,
    schedule: { ...schedule, predictionType },
    intensityRange,
  };
  await writeWhole(folder.config, stringify(config, { aliasDuplicateObjects: false }));
  return imported;
}

/**
 * Makes a .safetensors file with MONAI's keys of a file of weights. Assumptions are for a run, where they are said: the file gets
 * a description where it is known.
 */
export async function convertToFile(
  path: string,
  output: string,
  options: ImportOptions = {},
): Promise<ImportedWeights> {
  const imported = await readWeightsFile(path, options);
  const { description, values, known, notes } = imported;
  await writeWhole(output, exportWeights(values, description.model, known ? description : undefined));
  return { ...imported, notes: known ? notes : notes.filter((note) => !note.startsWith('assumed: ')) };
}
