import type { SchedulerRun } from '@braingen/scheduler';
import { createRandom, nextTurn, type Random, type ProgressOptions } from '@braingen/volume';
import type { ModelOptions, SamplingFrame, SamplingOptions } from './options.ts';
import { predict } from './predict.ts';

/** What one volume is sampled with. Each has its own generators and its own run: who its neighbours are makes no difference. */
export interface Sampling {
  readonly number: number;
  readonly random: Random;
  /** A run of the scheduler, with no memory yet. */
  start(): SchedulerRun;
}

/** Changes to the plain way from noise to volume. */
export interface Detours {
  /** The steps to take, by their index in the scheduler's times; each in turn by default. */
  path?(timesteps: readonly number[]): readonly number[];
  /** Changes the model's output for x at time t. */
  correct?(output: Float32Array, x: Float32Array, t: number, volume: Sampling): Float32Array;
  /** Takes x back from time s to the noisier time t, where the path goes back. */
  back?(x: Float32Array, s: number, t: number, volume: Sampling): Float32Array;
}

/** The volumes of one batch, before any step. */
export function startBatch<C>(options: SamplingOptions<C>, numbers: readonly number[]): Sampling[] {
  const { schedule, scheduler, steps, predictionType, spacing, thresholding } = options;
  const clip = options.clip === undefined ? ([-1, 1] as const) : (options.clip ?? undefined);
  return numbers.map((number) => {
    const random = createRandom(options.seed).fork(`volume ${number}`);
    const shared = { steps, predictionType, spacing, clip, thresholding, random: random.fork('steps') };
    return { number, random, start: () => scheduler.start(schedule, shared) };
  });
}

/**
 * Takes a batch through the times of its scheduler, or of its inverse.
 *
 * @param begin each volume's x at the first time; standard normal where the way starts in pure noise
 * @returns the volumes, in the order of the batch
 */
export async function denoise<C>(
  options: ModelOptions<C> &
    Pick<ProgressOptions, 'signal'> & { readonly onStep?: ((frame: SamplingFrame) => void) | undefined },
  volumes: readonly Sampling[],
  begin: readonly Float32Array[],
  onProgress: (fraction: number) => void,
  detours: Detours = {},
): Promise<Float32Array[]> {
  const xs = [...begin];
  const runs = volumes.map((volume) => volume.start());
  const { timesteps } = runs[0];
  const path = detours.path?.(timesteps) ?? timesteps.map((_, index) => index);

  for (const [done, index] of path.entries()) {
    options.signal?.throwIfAborted();
    const t = timesteps[index];
    const noisy = volumes.map(({ number }, i) => ({ number, x: xs[i] }));
    const outputs = await predict(options, noisy, t);
    volumes.forEach((volume, i) => {
      const output = detours.correct?.(outputs[i], xs[i], t, volume) ?? outputs[i];
      const { x, x0 } = runs[i].step(output, index, xs[i]);
      xs[i] = x;
      options.onStep?.({ volume: volume.number, evaluation: done + 1, evaluations: path.length, t, x, x0 });
      const next = path[done + 1];
      if (detours.back && next <= index) {
        xs[i] = detours.back(x, timesteps[index + 1] ?? -1, timesteps[next], volume);
        // What multistep methods remember lies on the way that was just left.
        runs[i] = volume.start();
      }
    });
    onProgress((done + 1) / path.length);
    await nextTurn();
  }
  return xs;
}
