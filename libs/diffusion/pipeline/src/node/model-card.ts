import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { modelCard, type CardEnergy, type CardFigure } from '@braingen/provenance';
import { writeWhole } from '@braingen/volume/node';
import { energyOf } from '../energy-of.ts';
import { ownVersion } from '../own-version.ts';
import type { LoadedModel } from './load.ts';
import { readLog } from './log.ts';
import { runFolder } from './run-folder.ts';

/** What a card is written of. */
export type DescribedModel = Pick<LoadedModel, 'description' | 'sha256' | 'trainedOn'>;

export interface CardOptions {
  /** Those of its report. @default none */
  readonly figures?: readonly CardFigure[] | undefined;
  /** What its training took, see `trainingEnergy`. @default not said */
  readonly energy?: CardEnergy | undefined;
  /** Markdown that says how it is used. @default with the program */
  readonly use?: string | undefined;
}

/**
 * The model card of a run.
 *
 * @param root its folder
 */
export function runCard(
  root: string,
  { description, sha256, trainedOn }: DescribedModel,
  { figures, energy, use }: CardOptions = {},
): string {
  const { kind, step, grid, training } = description;
  return modelCard({
    name: basename(resolve(root)),
    license: trainedOn?.License ?? 'unknown',
    version: ownVersion,
    kind,
    sha256,
    step,
    shape: grid.shape,
    people: {
      training: training?.participants?.training.length ?? training?.subjects?.length ?? 0,
      heldOut: training?.participants?.heldOut.length ?? training?.heldOut?.length ?? 0,
    },
    trainedOn: trainedOn?.Name,
    energy,
    figures,
    use,
  });
}

/** What the training of a run has taken as far as its log says; undefined of anything else. */
export const trainingEnergy = async (root: string): Promise<CardEnergy | undefined> =>
  energyOf(await readLog(runFolder(root).log));

/**
 * Writes the model card of a run, README.md in its folder; a text of the user's own that lies there stays.
 *
 * @param model as it was loaded from there; it may be disposed
 * @param figures those of its report, where there is one
 */
export async function writeModelCard(
  root: string,
  model: DescribedModel,
  figures: readonly CardFigure[] = [],
): Promise<void> {
  const path = runFolder(root).card;
  const there = await readFile(path, 'utf8').catch(() => '');
  if (there === '' || there.includes('library_name: "braingen"'))
    await writeWhole(path, runCard(root, model, { figures, energy: await trainingEnergy(root) }));
}
