export { isScheduler } from './is-scheduler.ts';
export { createDdimInverse, ddimInverse, type DdimInverseOptions } from './ddim-inverse.ts';
export { createDdim, type DdimOptions } from './ddim.ts';
export { createDdpm, type DdpmOptions, type DdpmVariance } from './ddpm.ts';
export { edmLossWeight, edmPreconditioning, type Preconditioning } from './edm.ts';
export { karrasTimesteps, sigmaOf, timeOfSigma } from './karras.ts';
export {
  createMinSnrWeight,
  lossWeights,
  minSnrWeight,
  snrWeight,
  truncatedSnrWeight,
  uniformWeight,
  velocityWeight,
  type LossWeight,
} from './loss-weight.ts';
export { addNoise, target, velocity } from './noising.ts';
export { createPndm, type PndmOptions } from './pndm.ts';
export {
  predictionTypes,
  splitConsistently,
  splitPrediction,
  targetFactors,
  type Parts,
  type PredictionOptions,
  type PredictionType,
} from './prediction.ts';
export { createSchedule } from './schedule.ts';
export type { NoiseSchedule, ScheduleKind, ScheduleSettings } from './noise-schedule.ts';
export type { Scheduler, SchedulerInverse, SchedulerOptions, SchedulerRun, SchedulerStep } from './scheduler.ts';
export type { ClipRange } from './thresholding.ts';
export { createUniPc, type UniPcOptions } from './unipc.ts';
export * from './schedulers.ts';
export * as schedulers from './schedulers.ts';
export { spacedTimesteps, type Spacing } from './spacing.ts';
export { limitX0, type Limits, type Thresholding } from './thresholding.ts';
export { drawTime, sampleTimes, type TimeSampling } from './time-sampling.ts';
export { resolutionShift, shiftTime } from './timestep-shift.ts';
