import type { UNetDescription } from '../kinds/unet/unet-description.ts';
import { otherPrediction, otherSchedule } from './plain-schedule.ts';

/** The version of diffusers whose format this is. */
export const diffusersVersion = '0.21.4';

/**
 * `scheduler_config.json` as DDIMScheduler of diffusers reads it; its steps are then Braingen's. Rescaling to zero terminal SNR is
 * left to diffusers, which does the same (Lin et al. 2024, algorithm 1).
 */
export function diffusersScheduler({
  schedule: settings,
  predictionType,
}: Pick<UNetDescription, 'schedule' | 'predictionType'>): Readonly<Record<string, unknown>> {
  const { schedule, hasCurve, startsAtEnd } = otherSchedule(settings);
  const { kind, steps, betaStart, betaEnd, zeroTerminalSnr = false } = schedule.settings;
  const { betas } = hasCurve ? schedule : otherSchedule({ ...settings, zeroTerminalSnr: false }).schedule;
  return {
    _class_name: 'DDIMScheduler',
    _diffusers_version: diffusersVersion,
    num_train_timesteps: steps,
    ...(hasCurve ? { beta_schedule: kind, beta_start: betaStart, beta_end: betaEnd } : { trained_betas: [...betas] }),
    rescale_betas_zero_snr: zeroTerminalSnr,
    prediction_type: otherPrediction(predictionType),
    clip_sample: true,
    clip_sample_range: 1,
    set_alpha_to_one: true,
    steps_offset: 0,
    timestep_spacing: startsAtEnd ? 'trailing' : 'leading',
  };
}
