import type { Conditions } from '@braingen/engine';
import type { SchedulerInverse } from '@braingen/scheduler';
import { collect, inBatches } from './batches.ts';
import { denoise, startBatch } from './denoise.ts';
import { invert } from './invert.ts';
import { checkOptions, type SampledVolume, type SamplingOptions } from './options.ts';

export interface EditingOptions<C = never> extends Omit<SamplingOptions<C>, 'seed' | 'clip' | 'first'> {
  /** The volume to change, scaled as the model's data, in the order of the shape [d, h, w, c]. */
  readonly volume: Float32Array;
  /** What the volume is. It is asked for number 0. */
  readonly source: Conditions<C>;
  /** What it is to become: one condition for each of `count` results. */
  readonly conditions: Conditions<C>;
  /** Fraction of the inversion trajectory: 1 goes to pure noise, less keeps more of the volume. @default 1 */
  readonly strength?: number | undefined;
  /** @default the scheduler's own inverse */
  readonly inverse?: SchedulerInverse | undefined;
}

/**
 * What a volume would be under another condition: the same head, older. The volume is followed back to the noise that a
 * deterministic scheduler makes it of under its own condition, and that noise is sampled under the new one (Dhariwal and Nichol
 * 2021, appendix F; Sanchez and Tsaftaris 2022, Diffusion Causal Models, algorithm 1). Under its own condition it comes back, up to
 * the error of the inversion. Guidance applies both ways; nothing is clipped.
 *
 * @returns `count` volumes, one after the other; nothing is drawn at random
 * @throws RangeError where the scheduler has no inverse, or options make no sense
 */
export async function* editEach<C = never>(options: EditingOptions<C>): AsyncGenerator<SampledVolume, void, void> {
  const { scheduler, volume, source, steps, count, strength = 1, onProgress } = options;
  checkOptions('edit', options);
  const inverse = options.inverse ?? scheduler.inverse;
  if (!inverse)
    throw new RangeError(`edit: expected a scheduler with an inverse, such as ddim, found ${scheduler.name}`);
  if (!(strength > 0 && strength <= 1))
    throw new RangeError(`edit: expected strength above 0, up to 1, found ${strength}`);

  const depth = Math.max(1, Math.round(strength * steps));
  // The inversion takes as many steps as the sampling.
  const done = (fraction: number): void => onProgress?.(fraction / (count + 1));
  const model = { ...options, conditions: source, onStep: undefined };
  const noise = await invert({ ...model, inverse, volume, depth, onProgress: done });

  const forth: SamplingOptions<C> = {
    ...options,
    seed: 0,
    clip: null,
    onProgress: (fraction) => onProgress?.((1 + fraction * count) / (count + 1)),
  };
  const path = (timesteps: readonly number[]): number[] => [...timesteps.keys()].slice(-depth);
  yield* inBatches('edit', forth, (numbers, progress) =>
    denoise(
      forth,
      startBatch(forth, numbers),
      numbers.map(() => noise),
      progress,
      { path },
    ),
  );
}

/** The volumes of `editEach` at once. */
export async function edit<C = never>(options: EditingOptions<C>): Promise<Float32Array[]> {
  return collect(editEach(options));
}
