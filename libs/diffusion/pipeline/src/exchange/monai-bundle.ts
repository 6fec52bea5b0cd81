import type { UNetDescription } from '../kinds/unet/unet-description.ts';
import { exportWeights } from '../weights/export-weights.ts';
import type { ModelToExport } from './model-to-export.ts';
import { jsonText } from './json-text.ts';
import { monaiInference, noiseLevelsFile } from './monai-inference.ts';
import { monaiMetadata } from './monai-metadata.ts';

/**
 * The files of a MONAI bundle, by their path in it: `python -m monai.bundle run` draws volumes with them.
 *
 * @throws PipelineError of kind 'checkpoint' where MONAI has no such network or schedule
 */
export function monaiBundle(model: ModelToExport): Map<string, string | Uint8Array> {
  const { name, description, values, sha256, card } = model;
  const mark = `SYNTHETIC, MONAI bundle of a Braingen model, ${sha256.slice(0, 12)}`;
  const { config, noiseLevels } = monaiInference(description, mark);
  return new Map<string, string | Uint8Array>([
    ['configs/metadata.json', jsonText(monaiMetadata(description, name))],
    ['configs/inference.json', jsonText(config)],
    ...(noiseLevels ? [[noiseLevelsFile, jsonText(noiseLevels)] as const] : []),
    ['models/model.safetensors', exportWeights(values, description.model, description)],
    ['docs/README.md', card(useOf(description))],
  ]);
}

function useOf({ conditioning, sampling }: UNetDescription): string {
  const lines = [
    '```sh',
    'pip install "monai>=1.4" einops fire nibabel safetensors',
    'python -m monai.bundle run --bundle_root . --config_file configs/inference.json --meta_file configs/metadata.json --count 2',
    '```',
    '',
    'It is run in this folder and draws from noise by DDIM into `output`.',
  ];
  if (sampling && sampling.scheduler !== 'ddim')
    lines[lines.length - 1] += ` Braingen draws with its scheduler ${sampling.scheduler}.`;
  const { covariates = [], classes } = conditioning ?? {};
  if (covariates.length > 0)
    lines.push(
      '',
      `\`--covariates\` takes a list of numbers: ${covariates.map(({ name, levels }) => name + (levels ? ` (0 ${levels[0]}, 1 ${levels[1]})` : '')).join(', ')}.`,
    );
  if (classes)
    lines.push('', `\`--class_label\` takes a number for ${classes.name}, from 0: ${classes.values.join(', ')}.`);
  return lines.join('\n');
}
