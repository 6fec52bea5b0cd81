import { tf } from '@braingen/engine';
import type { ClipRange, NoiseSchedule, PredictionType, Scheduler, Spacing } from '@braingen/scheduler';
import { createRandom, type StepOptions } from '@braingen/volume';

/**
 * All that sampling knows of a model: noisy volumes [n, d, h, w, c] and their times [n] go in, the prediction
 * [n, d, h, w, c] comes out. `unet.predict` of @braingen/unet3d is one.
 */
export type Model = (x: tf.Tensor5D, t: tf.Tensor1D) => tf.Tensor5D;

/** What is seen of a volume after each evaluation of the model. Arrays are not written to afterwards. */
export interface SamplingFrame {
  /** The volume's number. */
  readonly volume: number;
  /** Evaluations done, 1 to `evaluations`. */
  readonly evaluation: number;
  readonly evaluations: number;
  /** The time of this evaluation. */
  readonly t: number;
  /** The sample after the step. */
  readonly x: Float32Array;
  /** The clean volume as the model sees it now. */
  readonly x0: Float32Array;
}

export interface SamplingOptions extends StepOptions {
  readonly model: Model;
  readonly schedule: NoiseSchedule;
  readonly scheduler: Scheduler;
  /** Of each volume: [d, h, w, c]. */
  readonly shape: readonly [number, number, number, number];
  /** How many volumes. */
  readonly count: number;
  /** The number of the first volume, so that a long list can be made in parts; 0 by default. */
  readonly first?: number | undefined;
  /** Steps of the scheduler. */
  readonly steps: number;
  /** What the model was trained to predict; 'epsilon' by default. */
  readonly predictionType?: PredictionType | undefined;
  /** The range of the data, which the predicted x_0 is held to; [-1, 1] by default, null to clip nothing. */
  readonly clip?: ClipRange | null | undefined;
  /** The scheduler's own by default. */
  readonly spacing?: Spacing | undefined;
  /** A volume depends on it and on the volume's number alone. */
  readonly seed: number | string;
  /** Volumes that go through the model together; 1 by default. It changes the memory needed, not the volumes. */
  readonly batchSize?: number | undefined;
  readonly onStep?: ((frame: SamplingFrame) => void) | undefined;
}

/** A finished volume. */
export interface SampledVolume {
  readonly volume: number;
  /** In the order of the shape [d, h, w, c]. */
  readonly data: Float32Array;
}

/**
 * From pure noise to volumes, one after the other as they are finished.
 *
 * @throws RangeError where count, batchSize or shape make no sense, or the model answers in another shape
 */
export async function* sampleEach(options: SamplingOptions): AsyncGenerator<SampledVolume, void, void> {
  const { shape, count, first = 0, batchSize = 1 } = options;
  for (const [name, value] of Object.entries({ count, batchSize, shape: Math.min(...shape) })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`sample: expected ${name} of at least 1, found ${value}`);
  }
  for (let begin = 0; begin < count; begin += batchSize) {
    const numbers = Array.from({ length: Math.min(batchSize, count - begin) }, (_, i) => first + begin + i);
    const progress = (fraction: number): void => options.onProgress?.((begin + fraction * numbers.length) / count);
    const volumes = await sampleBatch(options, numbers, progress);
    yield* volumes.map((data, i) => ({ volume: numbers[i], data }));
  }
}

/**
 * All volumes of `sampleEach` at once.
 *
 * @returns for each volume its numbers in the order of the shape [d, h, w, c]
 */
export async function sample(options: SamplingOptions): Promise<Float32Array[]> {
  const volumes: Float32Array[] = [];
  for await (const { data } of sampleEach(options)) volumes.push(data);
  return volumes;
}

async function sampleBatch(
  options: SamplingOptions,
  numbers: readonly number[],
  onProgress: (fraction: number) => void,
): Promise<Float32Array[]> {
  const { model, schedule, scheduler, shape, signal } = options;
  const size = shape.reduce((product, length) => product * length, 1);
  const clip = options.clip === undefined ? ([-1, 1] as const) : (options.clip ?? undefined);

  // Each volume has its own generators and its own run: who its neighbours are makes no difference.
  const volumes = numbers.map((number) => {
    const random = createRandom(options.seed).fork(`volume ${number}`);
    const start = random.fork('start');
    const { steps, predictionType, spacing } = options;
    return {
      number,
      run: scheduler.start(schedule, { steps, predictionType, spacing, clip, random: random.fork('steps') }),
      x: Float32Array.from({ length: size }, () => start.normal()) as Float32Array,
    };
  });

  const { timesteps } = volumes[0].run;
  for (const [index, t] of timesteps.entries()) {
    signal?.throwIfAborted();
    const outputs = await evaluate(
      model,
      volumes.map(({ x }) => x),
      t,
      shape,
    );
    volumes.forEach((volume, i) => {
      const { x, x0 } = volume.run.step(outputs[i], index, volume.x);
      volume.x = x;
      options.onStep?.({ volume: volume.number, evaluation: index + 1, evaluations: timesteps.length, t, x, x0 });
    });
    onProgress((index + 1) / timesteps.length);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return volumes.map(({ x }) => x);
}

/** The model's answer for each volume of a batch at one time. */
async function evaluate(
  model: Model,
  volumes: readonly Float32Array[],
  t: number,
  shape: readonly [number, number, number, number],
): Promise<Float32Array[]> {
  const size = volumes[0].length;
  const joined = new Float32Array(volumes.length * size);
  volumes.forEach((volume, i) => joined.set(volume, i * size));
  const output = tf.tidy(() =>
    model(tf.tensor5d(joined, [volumes.length, ...shape]), tf.fill([volumes.length], t) as tf.Tensor1D),
  );
  const values = (await output.data()) as Float32Array;
  const found = output.shape.join(', ');
  output.dispose();
  if (values.length !== joined.length)
    throw new RangeError(
      `sample: expected the model to answer [${[volumes.length, ...shape].join(', ')}], found [${found}]`,
    );
  return volumes.map((_, i) => values.slice(i * size, (i + 1) * size));
}
