import { currentEngine } from '@braingen/engine';
import { createSchedule } from '@braingen/scheduler';
import type { UNet } from '@braingen/unet3d';
import type { SamplingConfig } from '../../config/sampling-config.ts';
import { fromNetwork } from '../../data/intensity-scale.ts';
import { PipelineError } from '../../error.ts';
import type { Sample, SampleRequest, SamplingPlan } from '../../sample-request.ts';
import { consecutive, requestedNumbers, requestedSampling, type Sampling } from '../../sampling/requested.ts';
import { byEditing } from './editing.ts';
import { fittingBatch } from './fitting-batch.ts';
import { byInpainting } from './inpainting.ts';
import { fromNoise, type SamplingWay } from './sampling-way.ts';
import type { UNetDescription } from './unet-description.ts';

/** Makes a request ready; see `KindModel.plan`. */
export async function planSampling(
  description: UNetDescription,
  run: SamplingConfig,
  request: SampleRequest,
  network: () => UNet,
  available: (() => number) | undefined,
): Promise<SamplingPlan> {
  const { seed = 1, guidance = 1 } = request;
  if ((request.autoguidance ?? run.autoguidance) !== undefined)
    throw new PipelineError('request', {
      field: 'autoguidance',
      expected: 'a model of kind cascade',
      found: 'one of kind unet',
    });
  const sampling = requestedSampling(request, run);
  const numbers = requestedNumbers(request);
  const way = chooseWay(description, request, sampling);
  const asked = Math.max(1, Math.min(sampling.batchSize, numbers.length));
  const shape = [...description.grid.shape, 1] as const;
  const prediction = { model: description.model, shape, conditions: way.conditions };
  const batchSize = available ? await fittingBatch(asked, prediction, currentEngine(), available()) : asked;
  const warnings = [...way.warnings];
  if (batchSize < asked) warnings.push(`memory has room for ${batchSize} volumes at once, ${asked} were asked for`);
  const { scheduler, steps, thresholding, settings } = sampling;
  return {
    numbers,
    seed,
    warnings,
    conditionOf: way.conditionOf,
    settings: {
      scheduler: scheduler.name,
      steps,
      ...settings,
      ...(thresholding && { thresholding }),
      ...(way.conditions && { guidance }),
      ...way.settings,
    },
    sampleEach: () => sampleNumbers(description, request, { ...sampling, batchSize }, way, numbers, network()),
  };
}

function chooseWay(description: UNetDescription, request: SampleRequest, { scheduler }: Sampling): SamplingWay {
  const { inpaint, edit } = request;
  if (inpaint && edit)
    throw new PipelineError('request', { field: 'inpaint, edit', expected: 'one of them', found: 'both' });
  if (inpaint) return byInpainting(description, request, inpaint);
  if (edit) return byEditing(description, request, edit, scheduler);
  return fromNoise(description, request);
}

async function* sampleNumbers(
  description: UNetDescription,
  request: SampleRequest,
  { scheduler, steps, batchSize, thresholding }: Sampling,
  way: SamplingWay,
  numbers: readonly number[],
  unet: UNet,
): AsyncGenerator<Sample, void, void> {
  const { seed = 1, guidance = 1, signal, onProgress, onFrame } = request;
  let done = 0;
  for (const run of consecutive(numbers)) {
    const before = done;
    for await (const { volume: number, data } of way.each({
      ...run,
      model: unet.predict,
      conditions: way.conditions,
      guidance,
      schedule: createSchedule(description.schedule),
      scheduler,
      shape: [...description.grid.shape, 1],
      steps,
      predictionType: description.predictionType,
      seed,
      batchSize,
      thresholding,
      signal,
      onProgress: (fraction) => onProgress?.((before + fraction * run.count) / numbers.length),
      ...(onFrame && {
        onStep: ({ volume, x0 }) => onFrame({ number: volume, volume: fromNetwork(x0, description) }),
      }),
    })) {
      done++;
      const condition = way.conditionOf(number);
      yield { number, volume: way.finish(data), ...(condition && { condition }) };
    }
  }
}
