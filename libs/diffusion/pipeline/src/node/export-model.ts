import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { openCheckpoint } from '@braingen/unet3d';
import { withCheckpointFiles } from '@braingen/unet3d/node';
import { writeWhole } from '@braingen/volume/node';
import { readDescription } from '../checkpoint-files.ts';
import { PipelineError } from '../error.ts';
import { diffusersFolder } from '../exchange/diffusers-folder.ts';
import type { ModelToExport } from '../exchange/model-to-export.ts';
import { monaiBundle } from '../exchange/monai-bundle.ts';
import { checkUNetDescription } from '../kinds/unet/unet-description.ts';
import { exportWeights } from '../weights/export-weights.ts';
import { checkpointsOf } from './load.ts';
import { runCard, trainingEnergy } from './model-card.ts';
import { modelHash } from './model-hash.ts';
import { readTrainingSource } from './training-source.ts';

/** The weights as trained, or their moving average. */
export type WeightsPart = 'weights' | 'ema';

/** A folder for another library. */
export type ExchangeFormat = 'monai-bundle' | 'diffusers';

/** The files of each. */
const folders: Readonly<Record<ExchangeFormat, typeof monaiBundle>> = {
  'monai-bundle': monaiBundle,
  diffusers: diffusersFolder,
};

export const exchangeFormats: readonly ExchangeFormat[] = Object.keys(folders) as ExchangeFormat[];

/**
 * Writes the weights of a run's latest checkpoint, or of one checkpoint, as a .safetensors file with MONAI's keys.
 *
 * @returns the number of tensors
 * @throws PipelineError of kind 'checkpoint' where there is no such part, or the model is of another kind than 'unet'
 */
export async function exportRun(source: string, output: string, part: WeightsPart): Promise<number> {
  const { description, values } = await readModel(source, part);
  await writeWhole(output, exportWeights(values, description.model, description));
  return values.size;
}

/**
 * Writes the same as a folder for another library.
 *
 * @param output a folder that does not exist, or is empty
 * @returns the number of tensors
 * @throws PipelineError of kind 'checkpoint' as `exportRun`, or where the other library has no such network or schedule
 */
export async function exportFolder(
  source: string,
  output: string,
  format: ExchangeFormat,
  part: WeightsPart = 'ema',
): Promise<number> {
  const model = await readModel(source, part);
  const files = folders[format](model);
  for (const [path, content] of files) {
    await mkdir(dirname(join(output, path)), { recursive: true });
    await writeWhole(join(output, path), content);
  }
  return model.values.size;
}

async function readModel(source: string, part: WeightsPart): Promise<ModelToExport> {
  const [trainedOn, energy] = [await readTrainingSource(source), await trainingEnergy(source)];
  return withCheckpointFiles(await checkpointsOf(source), async (files) => {
    const { kind, json, source: name } = await readDescription(files);
    if (kind !== 'unet')
      throw new PipelineError('checkpoint', {
        field: source,
        expected: 'a model of kind unet, one network, which other libraries have',
        found: `kind ${kind}, which only Braingen draws with`,
      });
    const description = checkUNetDescription(json, name);
    const { has, read } = await openCheckpoint(files);
    if (!has(part))
      throw new PipelineError('checkpoint', {
        field: source,
        expected: 'a moving average of the weights',
        found: 'none',
      });
    const sha256 = await modelHash(files);
    return {
      name: basename(resolve(source)),
      description,
      values: await read(part),
      sha256,
      card: (use) => runCard(source, { description, sha256, trainedOn }, { energy, use }),
    };
  });
}
