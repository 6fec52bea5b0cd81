import { join } from 'node:path';
import { shareOf, type Shard } from '@braingen/distributed';
import type { Engine } from '@braingen/engine';
import type { SampleRequest, SamplingPlan } from '@braingen/pipeline';
import { openSampleFolder, sampleStem, seriesOf, type LoadedModel } from '@braingen/pipeline/node';
import { digitalSourceTypes, mark, type ProvenanceFacts } from '@braingen/provenance';
import type { Volume } from '@braingen/volume';
import { hashFile, hashValue, writeJson, writeSeries, writeVolume } from '@braingen/volume/node';
import type { Context } from '../action.ts';
import { version } from '../versions.ts';
import { describeSamples, type SampleSource } from './sample-dataset.ts';

export interface SampleRun {
  readonly request: SampleRequest;
  /** Also write the predicted clean volume after each step. */
  readonly trajectory?: boolean | undefined;
  /** The files that sampling starts from, for the sidecars. */
  readonly inputs?: Readonly<Record<string, { readonly path: string; readonly sha256: string }>> | undefined;
  /** The share of the volumes that this process takes; all by default. */
  readonly shard?: Shard | undefined;
  /** What the model was trained on, and the licence of the samples. */
  readonly source?: SampleSource | undefined;
  /** Removes samples of another series that lie in the folder, rather than refusing them. */
  readonly replace?: boolean | undefined;
}

export interface SampleRecord {
  readonly path: string;
  readonly seed: number;
  readonly number: number;
  /** What the model was conditioned on. */
  readonly condition?: Readonly<Record<string, unknown>>;
  readonly status: 'done' | 'kept';
}

/** Samples the volumes that are not there yet, and writes each with its provenance as soon as it is finished. */
export async function sampleRun(
  model: LoadedModel,
  output: string,
  { request, trajectory = false, inputs, shard = { index: 0, count: 1 }, source, replace = false }: SampleRun,
  engine: Engine,
  { terminal, signal }: Context,
): Promise<SampleRecord[]> {
  const all = await model.plan({ ...request, signal });
  const hashes = inputs && Object.fromEntries(Object.entries(inputs).map(([name, { sha256 }]) => [name, sha256]));
  const series = seriesOf(model.description, all, hashes);
  const { kept, warnings } = await openSampleFolder(output, all, series, { remove: replace });
  for (const warning of [...all.warnings, ...warnings]) terminal.warn(warning);
  await describeSamples(output, model, all, source);
  const recordOf = (number: number, status: SampleRecord['status']): SampleRecord => {
    const condition = all.conditionOf(number);
    const path = join(output, `${sampleStem(number)}.nii.gz`);
    return { path, seed: all.seed, number, ...(condition && { condition }), status };
  };
  const records = all.numbers.filter((number) => kept.has(number)).map((number) => recordOf(number, 'kept'));
  const missing = shareOf(all.numbers, shard).filter((number) => !kept.has(number));
  if (missing.length === 0) return records;

  /** Predicted clean volumes by the number of the volume they belong to. */
  const frames = new Map<number, Volume[]>();
  const task = terminal.task(`sample ${missing.length} by ${String(all.settings['scheduler'])}`);
  const plan = await model.plan({
    ...request,
    numbers: missing,
    signal,
    onProgress: task.update,
    ...(trajectory && {
      onFrame: ({ number, volume }) => frames.set(number, [...(frames.get(number) ?? []), volume]),
    }),
  });
  let started = performance.now();
  for await (const { number, volume } of plan.sampleEach()) {
    const stem = join(output, sampleStem(number));
    const record = recordOf(number, 'done');
    const facts = factsOf(model, record, inputs !== undefined);
    await writeVolume(record.path, volume, { ...(await mark([volume], facts)), space: 'mni152' });
    const predicted = frames.get(number);
    if (predicted)
      await writeSeries(`${stem}_trajectory.nii.gz`, predicted, { ...(await mark(predicted, facts)), space: 'mni152' });
    frames.delete(number);
    const sidecar = { series, ...describeSample(model, plan, number, engine), ...(inputs && { inputs }) };
    const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
    await writeJson(`${stem}.json`, {
      Synthetic: true,
      Braingen: { ...sidecar, output: { sha256: await hashFile(record.path) }, seconds },
    });
    started = performance.now();
    records.push(record);
  }
  task.done(`in ${output}`);
  return records.sort((a, b) => a.number - b.number);
}

/** What a file says of itself. */
function factsOf(
  { description, sha256 }: LoadedModel,
  { seed, number, condition }: SampleRecord,
  isComposite: boolean,
): ProvenanceFacts {
  return {
    DigitalSourceType: isComposite ? digitalSourceTypes.composite : digitalSourceTypes.model,
    GeneratedBy: { Name: 'braingen', Version: version },
    Model: { SHA256: sha256, Kind: description.kind, Step: description.step },
    Seed: seed,
    Number: number,
    ...(condition && { Condition: condition }),
  };
}

function describeSample(
  { description, sha256 }: LoadedModel,
  plan: SamplingPlan,
  number: number,
  { name, device, threads, versions }: Engine,
): Record<string, unknown> {
  const condition = plan.conditionOf(number);
  return {
    version,
    node: process.version,
    seed: plan.seed,
    number,
    ...plan.settings,
    ...(condition && { condition }),
    ...(plan.warnings.length > 0 && { warnings: plan.warnings }),
    model: { sha256 },
    checkpoint: { ...description, sha256: hashValue(description) },
    engine: { name, device, threads, versions },
  };
}
