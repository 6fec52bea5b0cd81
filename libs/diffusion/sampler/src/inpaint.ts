import { target } from '@braingen/scheduler';
import { elementCount, normals } from '@braingen/volume';
import { collect, inBatches } from './batches.ts';
import { denoise, startBatch, type Detours } from './denoise.ts';
import type { SampledVolume, SamplingOptions } from './options.ts';

/** Going back and forth, so that what is drawn has time to fit what is known. */
export interface Resampling {
  /** Every so many steps the way goes back to where they began. */
  readonly jump: number;
  /** How often these steps are walked in all; 1 never goes back. */
  readonly repeats: number;
}

export interface InpaintingOptions<C = never> extends SamplingOptions<C> {
  /** The volume to draw into, scaled as the model's data, in the order of the shape [d, h, w, c]. */
  readonly known: Float32Array;
  /** Where to draw: every number but 0 stands for a voxel that is drawn anew. As long as `known`. */
  readonly mask: ArrayLike<number>;
  /** It takes `repeats` times as long. @default no going back */
  readonly resampling?: Resampling | undefined;
}

/**
 * Draws a region of a volume anew, in keeping with all that lies around it: a brain as it might be without a lesion.
 * Outside the mask the results hold the very bits of `known`.
 *
 * RePaint (Lugmayr et al. 2022, algorithm 1) with any scheduler: at each time the model's output outside the mask is replaced
 * by that of a model that knows the volume there, and the scheduler's own step carries the known part on as q(x_s | x_t, x_0)
 * does. (The paper draws the known part of x_s anew, equation 8, which methods that look back do not see.)
 * With `resampling` the way goes back and forth (section 4.2).
 *
 * @returns `count` volumes, each with its own drawing, one after the other
 * @throws RangeError where sizes do not fit, nothing is masked, or a scheduler that visits times twice is to go back
 */
export function inpaintEach<C = never>(options: InpaintingOptions<C>): AsyncGenerator<SampledVolume, void, void> {
  const { schedule, known, mask, predictionType = 'epsilon', resampling = { jump: 1, repeats: 1 } } = options;
  check(options);
  const restore = (values: Float32Array, at: (i: number) => number): Float32Array =>
    values.map((value, i) => (i >= known.length || mask[i] ? value : at(i)));

  const detours: Detours = {
    path: (timesteps) => resamplingPath(timesteps, resampling),
    correct: (output, x, t) => {
      const [a, s] = [schedule.signal(t), schedule.noise(t)];
      const epsilon = x.map((value, i) => (value - a * known[i]) / s);
      const knowing = target(schedule, predictionType, known, epsilon, t);
      return restore(output, (i) => knowing[i]);
    },
    back: (x, s, t, { random }) => {
      // q(x_t | x_s), from the same generator for every stretch back, and another for every volume
      const ratio = schedule.signal(t) / schedule.signal(s);
      const spread = Math.sqrt(schedule.noise(t) ** 2 - (ratio * schedule.noise(s)) ** 2);
      return x.map((value) => ratio * value + spread * random.normal());
    },
  };

  return inBatches('inpaint', options, async (numbers, onProgress) => {
    const volumes = startBatch(options, numbers);
    const noise = volumes.map(({ random }) => normals(random.fork('start'), known.length));
    const drawn = await denoise(options, volumes, noise, onProgress, detours);
    return drawn.map((values) => restore(values, (i) => known[i]));
  });
}

/** The volumes of `inpaintEach` at once. */
export async function inpaint<C = never>(options: InpaintingOptions<C>): Promise<Float32Array[]> {
  return collect(inpaintEach(options));
}

/** Indices of the steps in the order of their walking: after every `jump` steps, these once more, until walked `repeats` times. */
export function resamplingPath(timesteps: readonly number[], { jump, repeats }: Resampling): number[] {
  if (repeats > 1 && timesteps.some((t, i) => i > 0 && t >= timesteps[i - 1]))
    throw new RangeError(
      'inpaint: expected a scheduler that visits each time once (ddpm, ddim, dpm-solver++, unipc, euler) for resampling, found times visited twice',
    );
  const path: number[] = [];
  for (let begin = 0; begin < timesteps.length; begin += jump) {
    const steps = Array.from({ length: Math.min(jump, timesteps.length - begin) }, (_, i) => begin + i);
    // Of a clean volume there is nothing left to fit together.
    const times = begin + jump < timesteps.length ? repeats : 1;
    for (let k = 0; k < times; k++) path.push(...steps);
  }
  return path;
}

function check<C>({ shape, known, mask, resampling }: InpaintingOptions<C>): void {
  const size = elementCount(shape);
  for (const [name, { length }] of Object.entries({ known, mask })) {
    if (length !== size) throw new RangeError(`inpaint: expected ${size} numbers in ${name}, found ${length}`);
  }
  if (!Array.prototype.some.call(mask, Boolean))
    throw new RangeError('inpaint: expected a mask with voxels to draw, found none');
  for (const [name, value] of Object.entries(resampling ?? {})) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`inpaint: expected resampling.${name} of at least 1, found ${value}`);
  }
}
