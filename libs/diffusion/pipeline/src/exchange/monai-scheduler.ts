import type { UNetDescription } from '../kinds/unet/unet-description.ts';
import { otherPrediction, otherSchedule } from './plain-schedule.ts';

/** MONAI's scheduler in a bundle. */
export interface MonaiScheduler {
  /** Its entry in a configuration. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** Expressions that make it ready for `@inference_steps` steps. */
  readonly initialize: readonly string[];
  /** The share of signal in the variance at each time, where no curve that MONAI knows gives it. */
  readonly alphasCumprod?: readonly number[] | undefined;
}

/**
 * DDIM as MONAI steps it: by T / n, floored. A schedule that ends in pure noise is sampled from its last time on (Lin et al. 2024,
 * section 3.3), which MONAI's own times never visit.
 *
 * @param levels expression for the list of `alphasCumprod`
 */
export function monaiScheduler(
  { schedule: settings, predictionType }: Pick<UNetDescription, 'schedule' | 'predictionType'>,
  levels: string,
): MonaiScheduler {
  const { schedule, hasCurve, startsAtEnd } = otherSchedule(settings);
  const { kind, steps, betaStart, betaEnd, zeroTerminalSnr = false } = schedule.settings;
  const plain = hasCurve && !zeroTerminalSnr;
  return {
    entry: {
      _target_: 'DDIMScheduler',
      num_train_timesteps: steps,
      prediction_type: otherPrediction(predictionType),
      clip_sample: true,
      ...(plain && { schedule: `${kind}_beta`, beta_start: betaStart, beta_end: betaEnd }),
    },
    initialize: [
      ...(plain ? [] : [`$setattr(@scheduler, 'alphas_cumprod', torch.tensor(${levels}, dtype=torch.float64))`]),
      '$@scheduler.set_timesteps(@inference_steps)',
      ...(startsAtEnd
        ? [`$setattr(@scheduler, 'timesteps', torch.arange(${steps! - 1}, -1, -(${steps} // @inference_steps)))`]
        : []),
    ],
    ...(!plain && { alphasCumprod: [...schedule.alphasCumprod] }),
  };
}
