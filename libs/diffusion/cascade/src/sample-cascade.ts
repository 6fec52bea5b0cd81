import { heun, type Scheduler } from '@braingen/scheduler';
import { sample, type SamplingFrame } from '@braingen/sampler';
import { noCondition, type Condition } from '@braingen/unet3d';
import { createRandom, type Random, type Shape3, type StepOptions } from '@braingen/volume';
import { noVariation } from './augment/augmentation.ts';
import { clearBackground } from './background.ts';
import type { Cascade } from './cascade.ts';
import { sampleGaussian } from './gaussian/gaussian-model.ts';
import { coarseShape } from './pyramid/coarsen.ts';
import { detailBands, haarJoin } from './pyramid/haar.ts';
import { putWindow } from './pyramid/window.ts';
import { coordinates } from './stage/coordinates.ts';
import { stageInput } from './stage/stage-input.ts';
import type { StageModel } from './stage/stage-model.ts';
import { drawnChannels, withChannels } from './stage/stage.ts';

export interface CascadeSampling extends StepOptions {
  readonly seed: number | string;
  /** The volume's number: a volume depends on it, the seed and the options alone. */
  readonly number: number;
  /** Heun's method by default. */
  readonly scheduler?: Scheduler | undefined;
  /** Steps of the scheduler in each stage; 12 by default. */
  readonly steps?: number | undefined;
  /** Noise put on each coarse volume before its details are drawn, as a share of the stage's most; 0 by default. */
  readonly jitter?: number | undefined;
  /** What is known of the person, scaled to 0 .. 1, -1 where unknown; all unknown by default. */
  readonly covariates?: readonly number[] | undefined;
  /** Scale of classifier-free guidance by the covariates; 1 by default. */
  readonly guidance?: number | undefined;
  /** What each stage gives, in the window's own scale: the draw of the Gaussian model first. */
  readonly onStage?: ((stage: number, volume: Float32Array, shape: Shape3) => void) | undefined;
  readonly onStep?: ((stage: number, frame: SamplingFrame) => void) | undefined;
}

/**
 * Draws a volume: coarse from the Gaussian model, then stage by stage.
 *
 * @returns the whole volume [d, h, w], background exactly as in the volumes that were learnt from
 */
export async function sampleCascade({ base, stages }: Cascade, options: CascadeSampling): Promise<Float32Array> {
  const { window, scales, gaussian } = base;
  const halvings = scales.length;
  const random = createRandom(options.seed).fork(`volume ${options.number}`);
  const at = (level: number): Shape3 => coarseShape(window.shape, level);

  const { mean, deviation } = scales[halvings - 1];
  const unscaled = (values: Float32Array): Float32Array => values.map((value) => value * deviation + mean);
  let scaled = sampleGaussian(gaussian, random.fork('gaussian'));
  options.onStage?.(0, unscaled(scaled), at(halvings));

  const coarseStage = stages.find(({ stage }) => stage.kind === 'coarse');
  if (coarseStage) {
    scaled = await drawStage(coarseStage, 0, undefined, scaled, at(halvings), random, options);
    options.onStage?.(0, unscaled(scaled), at(halvings));
  }
  let volume = unscaled(scaled);
  for (let level = halvings; level > 0; level--) {
    const stage = stages.find(({ stage }) => stage.kind === 'details' && stage.level === level);
    const scale = scales[level - 1];
    const size = volume.length * detailBands;
    const number = halvings - level + 1;
    const details = stage
      ? await drawStage(
          stage,
          number,
          volume.map((value) => (value - scale.mean) / scale.deviation),
          undefined,
          at(level),
          random,
          options,
        )
      : new Float32Array(size);
    for (let i = 0; i < size; i++) details[i] *= scale.details[i % detailBands];
    volume = haarJoin({ coarse: volume, details }, at(level - 1));
    options.onStage?.(number, volume, at(level - 1));
  }
  clearBackground(volume, window.shape, base.backgroundLimit);
  return putWindow(volume, window);
}

async function drawStage(
  model: StageModel,
  number: number,
  coarse: Float32Array | undefined,
  begin: Float32Array | undefined,
  shape: Shape3,
  random: Random,
  options: CascadeSampling,
): Promise<Float32Array> {
  const { stage, schedule, predict } = model;
  const { scheduler = heun, steps = 12, jitter = 0, guidance = 1, signal, seed } = options;
  const unknown = Array.from({ length: stage.covariates }, () => noCondition);
  // A stage that was trained without covariates hears none.
  const known = stage.covariates === 0 || !options.covariates ? unknown : options.covariates;
  if (known.length !== stage.covariates)
    throw new RangeError(`cascade: expected ${stage.covariates} covariates, found ${known.length}`);
  const own = random.fork(`stage ${number}`);
  const context = {
    coarse,
    coordinates: coordinates(shape, [0, 0, 0], shape),
    jitter: jitter * stage.jitter,
    random: own.fork('jitter'),
    told: noVariation,
  };
  const [drawn] = await sample<Condition>({
    model: predict,
    schedule,
    predictionType: 'v',
    shape: withChannels(shape, drawnChannels(stage)),
    scheduler,
    steps,
    count: 1,
    first: options.number,
    seed: `${seed}/stage ${number}`,
    clip: null,
    guidance,
    ...(begin && { begin: () => begin }),
    conditions: ([{ dropped }]) => stageInput(stage, [{ ...context, covariates: dropped ? unknown : known }], shape),
    onStep: options.onStep && ((frame) => options.onStep?.(number, frame)),
    signal,
  });
  return drawn;
}
