import { createSchedule, type NoiseSchedule, type ScheduleSettings } from '@braingen/scheduler';
import { noCounterpart } from './no-counterpart.ts';

/** A variance-preserving schedule, as schedulers of other libraries need it. */
export interface OtherSchedule {
  readonly schedule: NoiseSchedule;
  /** Whether a curve of betas and its range say it, but for a rescaling to zero terminal SNR: nothing is shifted. */
  readonly hasCurve: boolean;
  /** Whether it ends in pure noise, where sampling must start. */
  readonly startsAtEnd: boolean;
}

/** @throws PipelineError of kind 'checkpoint' for a flow */
export function otherSchedule(settings: ScheduleSettings): OtherSchedule {
  const schedule = createSchedule(settings);
  const { kind, snrShift = 1 } = schedule.settings;
  if (kind === 'flow')
    throw noCounterpart('schedule.kind', 'a variance-preserving schedule, which DDIMScheduler samples', 'flow');
  return {
    schedule,
    hasCurve: (kind === 'linear' || kind === 'scaled_linear') && snrShift === 1,
    startsAtEnd: schedule.signal(schedule.steps - 1) === 0,
  };
}

/** The names that MONAI and diffusers share. @throws PipelineError of kind 'checkpoint' for 'flow' */
export function otherPrediction(type: string): string {
  if (type === 'flow') throw noCounterpart('predictionType', 'epsilon, sample or v, which DDIMScheduler reads', 'flow');
  return type === 'v' ? 'v_prediction' : type;
}
