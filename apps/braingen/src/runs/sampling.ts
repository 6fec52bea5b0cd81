import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@braingen/engine';
import { createSchedule, type PredictionType, type Scheduler } from '@braingen/scheduler';
import { sampleEach } from '@braingen/sampler';
import { createUNet, type CheckpointDescription } from '@braingen/unet3d';
import { withCheckpoint } from '@braingen/unet3d/node';
import { tensorToVolumes, type Volume } from '@braingen/volume';
import { writeSeries, writeVolume } from '@braingen/volume/node';
import type { Context } from '../action.ts';
import { writeJson } from '../files/atomic.ts';
import { hashFile, hashValue } from '../files/hash.ts';
import { version } from '../versions.ts';
import { checkpointsOf } from './folder.ts';

export interface SampleRequest {
  readonly count: number;
  readonly scheduler: Scheduler;
  readonly steps: number;
  readonly seed: number;
  readonly batchSize: number;
  /** Also write the predicted clean volume after each step. */
  readonly trajectory: boolean;
}

export interface SampleRecord {
  readonly path: string;
  readonly seed: number;
  readonly number: number;
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
  const { scheduler, steps, seed, count, batchSize } = request;
  const unet = createUNet({ ...description.model, values });
  await mkdir(output, { recursive: true });

  const { shape } = description.grid;
  /** Predicted clean volumes by the number of the volume they belong to. */
  const frames = new Map<number, Volume[]>();
  const records: SampleRecord[] = [];
  const task = terminal.task(`sample ${count} by ${scheduler.name}`);
  let started = performance.now();
  try {
    for await (const { volume: number, data } of sampleEach({
      model: unet.predict,
      schedule: createSchedule(description.schedule),
      scheduler,
      shape: [...shape, 1],
      count,
      steps,
      predictionType: description.predictionType as PredictionType,
      seed,
      batchSize,
      signal,
      onProgress: task.update,
      ...(request.trajectory && {
        onStep: ({ volume, x0 }) => {
          if (!frames.has(volume)) frames.set(volume, []);
          frames.get(volume)!.push(toVolume(x0, description));
        },
      }),
    })) {
      const stem = join(output, `sample-${String(number + 1).padStart(4, '0')}`);
      const path = `${stem}.nii.gz`;
      await writeVolume(path, toVolume(data, description), {
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
          checkpoint: { ...description, sha256: hashValue(description) },
          engine: { name: engine.name, device: engine.device, threads: engine.threads, versions: engine.versions },
          output: { sha256: await hashFile(path) },
          seconds: Number(((performance.now() - started) / 1000).toFixed(2)),
        },
      });
      started = performance.now();
      records.push({ path, seed, number });
    }
    task.done(`in ${output}`);
  } finally {
    unet.dispose();
  }
  return records;
}

/** From the network's [-1, 1] back to intensities, on the grid of what it learnt from. */
function toVolume(data: Float32Array, { grid, intensityRange: [lowest, highest] }: CheckpointDescription): Volume {
  const intensities = data.map((value) => lowest + ((Math.min(Math.max(value, -1), 1) + 1) / 2) * (highest - lowest));
  return tensorToVolumes(intensities, [1, ...grid.shape, 1], grid.affine)[0];
}
