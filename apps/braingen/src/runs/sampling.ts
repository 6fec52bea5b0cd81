import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@braingen/engine';
import type { Model, SampleRequest, SamplingPlan } from '@braingen/pipeline';
import type { Volume } from '@braingen/volume';
import { writeSeries, writeVolume } from '@braingen/volume/node';
import type { Context } from '../action.ts';
import { writeJson } from '../files/atomic.ts';
import { hashFile, hashValue } from '../files/hash.ts';
import { version } from '../versions.ts';

export interface SampleRun {
  readonly request: SampleRequest;
  /** Also write the predicted clean volume after each step. */
  readonly trajectory?: boolean | undefined;
  /** What the sidecars say besides the plan's settings. */
  readonly provenance?: Readonly<Record<string, unknown>> | undefined;
}

export interface SampleRecord {
  readonly path: string;
  readonly seed: number;
  readonly number: number;
  /** What the model was conditioned on. */
  readonly condition?: Readonly<Record<string, unknown>>;
}

/** Samples volumes and writes each with its provenance as soon as it is there. */
export async function sampleRun(
  model: Model,
  output: string,
  { request, trajectory = false, provenance = {} }: SampleRun,
  engine: Engine,
  { terminal, signal }: Context,
): Promise<SampleRecord[]> {
  /** Predicted clean volumes by the number of the volume they belong to. */
  const frames = new Map<number, Volume[]>();
  const progress: { task?: ReturnType<typeof terminal.task> } = {};
  const plan = await model.plan({
    ...request,
    signal,
    onProgress: (fraction) => progress.task?.update(fraction),
    ...(trajectory && {
      onFrame: ({ number, volume }) => {
        if (!frames.has(number)) frames.set(number, []);
        frames.get(number)!.push(volume);
      },
    }),
  });
  plan.warnings.forEach((warning) => terminal.log(`warning: ${warning}`));
  await mkdir(output, { recursive: true });
  const task = (progress.task = terminal.task(
    `sample ${plan.numbers.length} by ${String(plan.settings['scheduler'])}`,
  ));
  const records: SampleRecord[] = [];
  let started = performance.now();
  for await (const { number, volume, condition } of plan.sampleEach()) {
    const stem = join(output, `sample-${String(number + 1).padStart(4, '0')}`);
    const path = `${stem}.nii.gz`;
    await writeVolume(path, volume, { description: `Braingen ${version} synthetic T1w`, space: 'mni152' });
    const series = frames.get(number);
    if (series) await writeSeries(`${stem}_trajectory.nii.gz`, series, { space: 'mni152' });
    frames.delete(number);
    const sidecar = describeSample(model, plan, number, engine, provenance);
    const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
    await writeJson(`${stem}.json`, {
      Synthetic: true,
      Braingen: { ...sidecar, output: { sha256: await hashFile(path) }, seconds },
    });
    started = performance.now();
    records.push({ path, seed: plan.seed, number, ...(condition && { condition }) });
  }
  task.done(`in ${output}`);
  return records;
}

function describeSample(
  { description }: Model,
  plan: SamplingPlan,
  number: number,
  { name, device, threads, versions }: Engine,
  provenance: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const condition = plan.conditionOf(number);
  return {
    version,
    node: process.version,
    seed: plan.seed,
    number,
    ...plan.settings,
    ...(condition && { condition }),
    ...provenance,
    ...(plan.warnings.length > 0 && { warnings: plan.warnings }),
    checkpoint: { ...description, sha256: hashValue(description) },
    engine: { name, device, threads, versions },
  };
}
