import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@braingen/engine';
import { createSchedule, type PredictionType, type Scheduler, type Thresholding } from '@braingen/scheduler';
import type { Resampling } from '@braingen/sampler';
import { createUNet, type CheckpointDescription } from '@braingen/unet3d';
import { withCheckpoint } from '@braingen/unet3d/node';
import type { Volume } from '@braingen/volume';
import { writeSeries, writeVolume } from '@braingen/volume/node';
import type { Context } from '../action.ts';
import { writeJson } from '../files/atomic.ts';
import { hashFile, hashValue } from '../files/hash.ts';
import { version } from '../versions.ts';
import type { ConditionLists } from './condition-options.ts';
import { checkpointsOf } from './folder.ts';
import { fromNetwork } from './network-input.ts';
import { fittingBatch } from './sampling-batch.ts';
import { byEditing, byInpainting, plainly, type SamplingWay } from './sampling-ways.ts';
import type { Facts } from './conditioning.ts';
import type { SchedulerSettings } from './scheduler-choice.ts';

export interface SampleRequest {
  /** One by default, or as many as an edit has conditions. */
  readonly count?: number | undefined;
  readonly scheduler: Scheduler;
  readonly steps: number;
  readonly seed: number;
  readonly batchSize: number;
  /** What the scheduler was made with, for the record, and how the predicted clean volume is held to its range. */
  readonly settings?: (SchedulerSettings & { readonly thresholding?: Thresholding | undefined }) | undefined;
  /** Also write the predicted clean volume after each step. */
  readonly trajectory: boolean;
  /** What the model is told; nothing by default. */
  readonly conditions?: ConditionLists | undefined;
  /** Scale of classifier-free guidance; 1, none, by default. */
  readonly guidance?: number | undefined;
  /** Draw into a region of a volume. */
  readonly inpaint?: { readonly volume: string; readonly mask: string; readonly resampling: Resampling } | undefined;
  /** Change what a volume is. */
  readonly edit?: { readonly volume: string; readonly from: Facts; readonly strength: number } | undefined;
}

export interface SampleRecord {
  readonly path: string;
  readonly seed: number;
  readonly number: number;
  /** What the model was told of it. */
  readonly condition?: Facts;
}

/** Draws volumes from a checkpoint and writes each with its provenance as soon as it is there. */
export async function sampleRun(
  source: string,
  output: string,
  request: SampleRequest,
  engine: Engine,
  { terminal, signal }: Context,
): Promise<SampleRecord[]> {
  const { description, values } = await withCheckpoint(
    await checkpointsOf(source),
    async ({ description, has, read }) => ({ description, values: await read(has('ema') ? 'ema' : 'weights') }),
  );
  const { scheduler, steps, seed, guidance = 1 } = request;
  const way = await chooseWay(request, description);
  way.warnings.forEach((warning) => terminal.log(`warning: ${warning}`));
  const count = request.count ?? way.count;
  const { shape } = description.grid;
  const prediction = { model: description.model, shape: [...shape, 1] as const, conditions: way.conditions };
  const batchSize = await fittingBatch(Math.min(request.batchSize, count), prediction, engine);
  if (batchSize < Math.min(request.batchSize, count))
    terminal.log(`warning: memory has room for ${batchSize} volumes at once, ${request.batchSize} were asked for`);
  const unet = createUNet({ ...description.model, values });
  await mkdir(output, { recursive: true });

  /** Predicted clean volumes by the number of the volume they belong to. */
  const frames = new Map<number, Volume[]>();
  const records: SampleRecord[] = [];
  const task = terminal.task(`sample ${count} by ${scheduler.name}`);
  let started = performance.now();
  try {
    for await (const { volume: number, data } of way.each({
      model: unet.predict,
      conditions: way.conditions,
      guidance,
      schedule: createSchedule(description.schedule),
      scheduler,
      shape: [...shape, 1],
      count,
      steps,
      predictionType: description.predictionType as PredictionType,
      seed,
      batchSize,
      thresholding: request.settings?.thresholding,
      signal,
      onProgress: task.update,
      ...(request.trajectory && {
        onStep: ({ volume, x0 }) => {
          if (!frames.has(volume)) frames.set(volume, []);
          frames.get(volume)!.push(fromNetwork(x0, description));
        },
      }),
    })) {
      const stem = join(output, `sample-${String(number + 1).padStart(4, '0')}`);
      const path = `${stem}.nii.gz`;
      await writeVolume(path, way.finish(data), {
        description: `Braingen ${version} synthetic T1w`,
        space: 'mni152',
      });
      const trajectory = frames.get(number);
      if (trajectory) await writeSeries(`${stem}_trajectory.nii.gz`, trajectory, { space: 'mni152' });
      frames.delete(number);
      await writeJson(`${stem}.json`, {
        Synthetic: true,
        Braingen: {
          version,
          node: process.version,
          seed,
          number,
          scheduler: scheduler.name,
          steps,
          ...request.settings,
          ...(way.conditions && { condition: way.facts(number), guidance }),
          ...way.provenance,
          ...(way.warnings.length > 0 && { warnings: way.warnings }),
          checkpoint: { ...description, sha256: hashValue(description) },
          engine: { name: engine.name, device: engine.device, threads: engine.threads, versions: engine.versions },
          output: { sha256: await hashFile(path) },
          seconds: Number(((performance.now() - started) / 1000).toFixed(2)),
        },
      });
      started = performance.now();
      records.push({ path, seed, number, ...(way.conditions && { condition: way.facts(number) }) });
    }
    task.done(`in ${output}`);
  } finally {
    unet.dispose();
  }
  return records;
}

async function chooseWay(request: SampleRequest, description: CheckpointDescription): Promise<SamplingWay> {
  const told = { conditions: request.conditions ?? {}, guidance: request.guidance ?? 1 };
  if (request.inpaint) return byInpainting(description, told, request.inpaint);
  if (request.edit) return byEditing(description, request.scheduler, told, request.edit);
  return plainly(description, told);
}
