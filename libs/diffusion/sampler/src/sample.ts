import { addNoise } from '@braingen/scheduler';
import { createRandom, elementCount, normals } from '@braingen/volume';
import { collect, inBatches } from './batches.ts';
import { denoise, startBatch } from './denoise.ts';
import type { SampledVolume, SamplingOptions } from './options.ts';

/**
 * From pure noise to volumes, one after the other as they are finished.
 *
 * @throws RangeError where count, batchSize, shape or guidance make no sense, or the model's output has another shape
 */
export function sampleEach<C = never>(options: SamplingOptions<C>): AsyncGenerator<SampledVolume, void, void> {
  return inBatches('sample', options, (numbers, onProgress) => {
    const volumes = startBatch(options, numbers);
    const starts = volumes.map(({ number, random }) => {
      const noise = normals(random.fork('start'), elementCount(options.shape));
      return options.begin ? noisy(options, options.begin(number, random.fork('begin')), noise) : noise;
    });
    return denoise(options, volumes, starts, onProgress);
  });
}

/**
 * All volumes of `sampleEach` at once.
 *
 * @returns for each volume its numbers in the order of the shape [d, h, w, c]
 */
export async function sample<C = never>(options: SamplingOptions<C>): Promise<Float32Array[]> {
  return collect(sampleEach(options));
}

/** A clean volume in the noise of the first time that is visited: where the scheduler's own steps begin. */
function noisy<C>(
  { schedule, scheduler, steps, spacing, predictionType, seed }: SamplingOptions<C>,
  clean: Float32Array,
  noise: Float32Array,
): Float32Array {
  const run = scheduler.start(schedule, { steps, spacing, predictionType, random: createRandom(seed) });
  return addNoise(schedule, clean, noise, run.timesteps[0]);
}
