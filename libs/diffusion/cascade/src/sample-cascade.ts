import { heun, type Scheduler } from '@braingen/scheduler';
import { sample } from '@braingen/sampler';
import { noCondition, type Condition } from '@braingen/unet3d';
import { createRandom, type Random, type Shape3, type ProgressOptions } from '@braingen/volume';
import { noVariation } from './augment/augmentation.ts';
import { clearBackground } from './background.ts';
import type { Cascade } from './cascade.ts';
import { conditionDraw } from './gaussian/covariate-model.ts';
import { sampleGaussian } from './gaussian/gaussian-model.ts';
import { fromBlocks, toBlocks } from './pyramid/blocks.ts';
import { coarseShape } from './pyramid/coarsen.ts';
import { detailBands, haarJoin, halved } from './pyramid/haar.ts';
import { scaled, unscaled } from './pyramid/scales.ts';
import { putWindow } from './pyramid/window.ts';
import { limitOfBackground } from './rim.ts';
import { coordinates } from './stage/coordinates.ts';
import { stageInput } from './stage/stage-input.ts';
import type { StageModel } from './stage/stage-model.ts';
import { drawnChannels, withChannels } from './stage/stage.ts';

export interface CascadeSampling extends ProgressOptions {
  readonly seed: number | string;
  /** The volume's number: a volume depends on it, the seed and the options alone. */
  readonly number: number;
  /** @default Heun's method */
  readonly scheduler?: Scheduler | undefined;
  /** Steps of the scheduler in each stage; half of them in one that refines. @default 12 */
  readonly steps?: number | undefined;
  /** Noise put on each coarse volume before its details are drawn, as a share of the stage's most. @default 0 */
  readonly jitter?: number | undefined;
  /** What is known of the person, scaled to 0 .. 1, -1 where unknown. @default all unknown */
  readonly covariates?: readonly number[] | undefined;
  /** Scale of classifier-free guidance by the covariates. @default 1 */
  readonly guidance?: number | undefined;
  /**
   * Scale of the network's correction of the Gaussian model on its grid: above 1 volumes go further from what that model alone would draw,
   * which clears them of grain and costs variety (Karras et al. 2024, Guiding a diffusion model with a bad version of itself,
   * equation 3, the Gaussian model being the bad version). @default 1
   */
  readonly autoguidance?: number | undefined;
  /** What each stage gives, in the window's own scale: the draw of the Gaussian model first. */
  readonly onStage?: ((stage: number, volume: Float32Array, shape: Shape3) => void) | undefined;
  /** Gets the whole volume as the networks see it after each of their evaluations: the trajectory. */
  readonly onFrame?: ((volume: Float32Array) => void) | undefined;
}

/**
 * Draws a volume: coarse from the Gaussian model, then stage by stage.
 *
 * @returns the whole volume [d, h, w], background exactly as in the volumes that were learnt from
 */
export async function sampleCascade({ base, stages }: Cascade, options: CascadeSampling): Promise<Float32Array> {
  const { window, scales, gaussian } = base;
  const halvings = scales.length - 1;
  const random = createRandom(options.seed).fork(`volume ${options.number}`);
  const at = (level: number): Shape3 => coarseShape(window.shape, level);
  const join = (coarse: Float32Array, details: Float32Array, level: number): Float32Array => {
    const { details: scale } = scales[level];
    return haarJoin({ coarse, details: details.map((value, i) => value * scale[i % detailBands]) }, at(level - 1));
  };
  const withoutDetails = (volume: Float32Array, level: number): Float32Array =>
    level === 0
      ? volume
      : withoutDetails(join(volume, new Float32Array(volume.length * detailBands), level), level - 1);
  const show = (volume: Float32Array, level: number): void =>
    options.onFrame?.(putWindow(withoutDetails(volume, level), window));

  const refined = async (volume: Float32Array, level: number): Promise<Float32Array> => {
    const stage = stages.find(({ stage }) => stage.kind === 'refine' && stage.level === level);
    if (!stage) return volume;
    const seen = (x0: Float32Array): void => show(unscaled(x0, scales[level]), level);
    const ground = { begin: scaled(volume, scales[level]), shape: at(level), random, seen };
    const better = unscaled(await drawStage(stage, ground, options), scales[level]);
    options.onStage?.(halvings - level, better, at(level));
    return better;
  };

  const { covariates } = base;
  const asked = options.covariates;
  const coarsest = scales[halvings];
  let drawn = sampleGaussian(gaussian, random.fork('gaussian'), (own) =>
    covariates && asked ? conditionDraw(own, covariates, asked, random.fork('covariates')) : own,
  );
  options.onStage?.(0, unscaled(drawn, coarsest), at(halvings));
  show(unscaled(drawn, coarsest), halvings);
  const coarseStage = stages.find(({ stage }) => stage.kind === 'coarse');
  if (coarseStage) {
    const shape = at(halvings);
    const seen = (x0: Float32Array): void => show(unscaled(fromBlocks(x0, shape), coarsest), halvings);
    const begin = toBlocks(drawn, shape);
    const blocks = await drawStage(coarseStage, { begin, shape: halved(shape), random, seen }, options);
    drawn = fromBlocks(blocks, shape);
    options.onStage?.(0, unscaled(drawn, coarsest), at(halvings));
  }

  let volume = await refined(unscaled(drawn, coarsest), halvings);
  for (let level = halvings; level > 0; level--) {
    const stage = stages.find(({ stage }) => stage.kind === 'details' && stage.level === level);
    const given = volume;
    const seen = (x0: Float32Array): void => show(join(given, x0, level), level - 1);
    const details = stage
      ? await drawStage(stage, { coarse: scaled(given, scales[level]), shape: at(level), random, seen }, options)
      : new Float32Array(given.length * detailBands);
    volume = join(given, details, level);
    options.onStage?.(halvings - level + 1, volume, at(level - 1));
    volume = await refined(volume, level - 1);
  }
  clearBackground(volume, window.shape, limitOfBackground(volume, window.shape, base.rims[0]));
  return putWindow(volume, window);
}

/** What a stage draws upon. */
interface Ground {
  /** The volume whose details are to be drawn, scaled. */
  readonly coarse?: Float32Array;
  /** What the stage starts from in noise of its highest level, scaled: a draw of the Gaussian model, or a volume to refine. */
  readonly begin?: Float32Array;
  readonly shape: Shape3;
  readonly random: Random;
  /** Gets the prediction after each evaluation. */
  readonly seen: (x0: Float32Array) => void;
}

async function drawStage(
  model: StageModel,
  { coarse, begin, shape, random, seen }: Ground,
  options: CascadeSampling,
): Promise<Float32Array> {
  const { stage, schedule, predict } = model;
  const { scheduler = heun, steps = 12, jitter = 0, guidance = 1, autoguidance = 1, signal, seed } = options;
  const unknown = Array.from({ length: stage.covariates }, () => noCondition);
  // A stage that was trained without covariates hears none.
  const known = stage.covariates === 0 || !options.covariates ? unknown : options.covariates;
  if (known.length !== stage.covariates)
    throw new RangeError(`cascade: expected ${stage.covariates} covariates, found ${known.length}`);
  const name = `${stage.kind} ${stage.level}`;
  const context = {
    coarse,
    coordinates: coordinates(shape, [0, 0, 0], shape),
    jitter: jitter * stage.jitter,
    random: random.fork(`jitter of ${name}`),
    told: noVariation,
  };
  const [drawn] = await sample<Condition>({
    model: (x, t, condition) => predict(x, t, condition, autoguidance),
    schedule,
    predictionType: 'v',
    shape: withChannels(shape, drawnChannels(stage)),
    scheduler,
    // What is refined begins amid the noise levels, not above them.
    steps: stage.kind === 'refine' ? Math.ceil(steps / 2) : steps,
    count: 1,
    first: options.number,
    seed: `${seed}/${name}`,
    clip: null,
    guidance,
    ...(begin && { begin: () => begin }),
    conditions: ([{ dropped }]) => stageInput(stage, [{ ...context, covariates: dropped ? unknown : known }], shape),
    ...(options.onFrame && { onStep: ({ x0 }) => seen(x0) }),
    signal,
  });
  return drawn;
}
