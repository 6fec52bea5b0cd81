import { join } from 'node:path';
import { currentEngine } from '@braingen/engine';
import { digitalSourceTypes, mark, type ProvenanceFacts } from '@braingen/provenance';
import type { Volume } from '@braingen/volume';
import { hashFile, hashValue, writeJson, writeSeries, writeVolume } from '@braingen/volume/node';
import type { ConditionValues } from '../../conditions/conditioning.ts';
import { ownVersion } from '../../own-version.ts';
import type { SamplingPlan } from '../../sample-request.ts';
import type { LoadedModel } from '../load.ts';
import type { InputFiles } from './input-files.ts';
import { sampleStem } from './sample-folder.ts';

/** What all samples of a call have in common. */
export interface SampleSeries {
  readonly model: LoadedModel;
  readonly plan: SamplingPlan;
  /** Of `seriesOf`. */
  readonly series: string;
  readonly inputs: InputFiles | undefined;
}

/** A sample as it was drawn. */
export interface DrawnSample {
  readonly number: number;
  readonly volume: Volume;
  /** The predicted clean volume after each step, where they are to be kept. */
  readonly frames?: readonly Volume[] | undefined;
  readonly seconds: number;
}

/**
 * Writes a synthetic volume, and its trajectory, each with a mark in its header; then the sidecar, which says what it depends on. A
 * volume without a sidecar is one whose writing was interrupted.
 */
export async function writeSample(
  folder: string,
  { number, volume, frames, seconds }: DrawnSample,
  { model, plan, series, inputs }: SampleSeries,
): Promise<void> {
  const stem = join(folder, sampleStem(number));
  const condition = plan.conditionOf(number);
  const facts = factsOf(model, { seed: plan.seed, number, condition, isComposite: inputs !== undefined });
  const path = `${stem}.nii.gz`;
  await writeVolume(path, volume, { ...(await mark([volume], facts)), space: 'mni152' });
  if (frames)
    await writeSeries(`${stem}_trajectory.nii.gz`, frames, { ...(await mark(frames, facts)), space: 'mni152' });
  const { name, device, threads, versions } = currentEngine();
  const { description, sha256 } = model;
  await writeJson(`${stem}.json`, {
    Synthetic: true,
    Braingen: {
      series,
      version: ownVersion,
      node: process.version,
      seed: plan.seed,
      number,
      ...plan.settings,
      ...(condition && { condition }),
      ...(plan.warnings.length > 0 && { warnings: plan.warnings }),
      model: { sha256 },
      checkpoint: { ...description, sha256: hashValue(description) },
      engine: { name, device, threads, versions },
      ...(inputs && { inputs }),
      output: { sha256: await hashFile(path) },
      seconds: Number(seconds.toFixed(2)),
    },
  });
}

interface Drawing {
  readonly seed: number;
  readonly number: number;
  readonly condition: ConditionValues | undefined;
  /** Whether part of it is a volume of somebody's. */
  readonly isComposite: boolean;
}

/** What a file says of itself. */
function factsOf(
  { description, sha256 }: LoadedModel,
  { seed, number, condition, isComposite }: Drawing,
): ProvenanceFacts {
  return {
    DigitalSourceType: isComposite ? digitalSourceTypes.composite : digitalSourceTypes.model,
    GeneratedBy: { Name: 'braingen', Version: ownVersion },
    Model: { SHA256: sha256, Kind: description.kind, Step: description.step },
    Seed: seed,
    Number: number,
    ...(condition && { Condition: condition }),
  };
}
