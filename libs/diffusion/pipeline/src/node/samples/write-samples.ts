import { join } from 'node:path';
import type { Volume } from '@braingen/volume';
import type { ConditionValues } from '../../conditions/conditioning.ts';
import type { SampleRequest, SamplingPlan } from '../../sample-request.ts';
import type { LoadedModel } from '../load.ts';
import { describeSamples } from './describe-samples.ts';
import type { InputFiles } from './input-files.ts';
import { openSampleFolder, sampleStem, seriesOf } from './sample-folder.ts';
import { writeSample } from './write-sample.ts';

export interface WriteSamplesOptions extends Omit<SampleRequest, 'onFrame'> {
  /** Also writes the predicted clean volume after each step, as one 4D file. @default false */
  readonly trajectory?: boolean | undefined;
  /** The files that `inpaint` or `edit` come from, for the sidecars: see `openInpainting` and `openEdit`. @default none */
  readonly inputs?: InputFiles | undefined;
  /** Chooses this process's share of the volumes' numbers. @default all */
  readonly share?: ((numbers: readonly number[]) => readonly number[]) | undefined;
  /** Of the samples. @default that of the training data, where it is known */
  readonly license?: string | undefined;
  /** Removes samples of another series that lie in the folder, rather than refusing them. @default false */
  readonly replace?: boolean | undefined;
  /** Gets the plan of the volumes that are not there yet, before the first is sampled; not called where all are. */
  readonly onPlan?: ((plan: SamplingPlan) => void) | undefined;
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** A synthetic volume in its file. */
export interface SampleRecord {
  readonly path: string;
  readonly seed: number;
  readonly number: number;
  /** What the model was conditioned on. */
  readonly condition?: ConditionValues | undefined;
  /** Sampled now, or there before. */
  readonly status: 'done' | 'kept';
}

/**
 * Samples into a folder the volumes of a series that are not there yet, each written with its provenance as soon as it is finished;
 * the folder is a BIDS derivative with a card. Called again after an interruption it goes on.
 *
 * @returns the volumes of this process's share, and those that were there, by number
 * @throws as `model.sample`; PipelineError of kind 'run' where samples of another series lie in the folder
 */
export async function writeSamples(
  model: LoadedModel,
  folder: string,
  options: WriteSamplesOptions = {},
): Promise<SampleRecord[]> {
  const {
    trajectory = false,
    inputs,
    share = (numbers) => numbers,
    license,
    replace,
    onPlan,
    onWarning,
    ...request
  } = options;
  const all = await model.plan(request);
  const hashes = inputs && Object.fromEntries(Object.entries(inputs).map(([name, { sha256 }]) => [name, sha256]));
  const series = seriesOf(model.description, all, hashes);
  const { kept, warnings } = await openSampleFolder(folder, all, series, { remove: replace ?? false });
  for (const warning of [...all.warnings, ...warnings]) onWarning?.(warning);
  await describeSamples(folder, model, all, license ?? model.trainedOn?.License ?? 'unknown');

  const recordOf = (number: number, status: SampleRecord['status']): SampleRecord => {
    const condition = all.conditionOf(number);
    const path = join(folder, `${sampleStem(number)}.nii.gz`);
    return { path, seed: all.seed, number, ...(condition && { condition }), status };
  };
  const records = all.numbers.filter((number) => kept.has(number)).map((number) => recordOf(number, 'kept'));
  const missing = share(all.numbers).filter((number) => !kept.has(number));
  if (missing.length === 0) return records;

  const frames = new Map<number, Volume[]>();
  const plan = await model.plan({
    ...request,
    numbers: missing,
    ...(trajectory && {
      onFrame: ({ number, volume }) => frames.set(number, [...(frames.get(number) ?? []), volume]),
    }),
  });
  onPlan?.(plan);
  let started = performance.now();
  for await (const { number, volume } of plan.sampleEach()) {
    const seconds = (performance.now() - started) / 1000;
    await writeSample(folder, { number, volume, frames: frames.get(number), seconds }, { model, plan, series, inputs });
    frames.delete(number);
    records.push(recordOf(number, 'done'));
    started = performance.now();
  }
  return records.sort((a, b) => a.number - b.number);
}
