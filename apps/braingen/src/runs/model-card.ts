import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { MetricResult } from '@braingen/metrics';
import type { LoadedModel } from '@braingen/pipeline/node';
import { modelCard } from '@braingen/provenance';
import { writeWhole } from '@braingen/volume/node';
import { version } from '../versions.ts';
import { sampleSource } from './sample-dataset.ts';

/**
 * Writes the model card of a run, README.md in its folder.
 *
 * @param model as it was loaded from there; it may be disposed
 * @param figures those of its report, where there is one
 */
export async function writeModelCard(
  root: string,
  model: Pick<LoadedModel, 'description' | 'sha256'>,
  figures: readonly MetricResult[] = [],
): Promise<void> {
  const { kind, step, grid, training } = model.description;
  const { trainedOn, license = 'unknown' } = await sampleSource(root);
  const card = modelCard({
    name: basename(resolve(root)),
    license,
    version,
    kind,
    sha256: model.sha256,
    step,
    shape: grid.shape,
    people: {
      training: training?.participants?.training.length ?? training?.subjects?.length ?? 0,
      heldOut: training?.participants?.heldOut.length ?? training?.heldOut?.length ?? 0,
    },
    trainedOn: trainedOn?.Name,
    figures: figures.map(({ name, value, interval, baseline }) => ({ name, value, interval, real: baseline?.value })),
  });
  const path = join(root, 'README.md');
  // A text of the user's own is theirs.
  const there = await readFile(path, 'utf8').catch(() => '');
  if (there === '' || there.includes('library_name: "braingen"')) await writeWhole(path, card);
}
