export {
  sample,
  sampleEach,
  type Model,
  type SampledVolume,
  type SamplingFrame,
  type SamplingOptions,
} from './sample.ts';
