import { readDescription } from './checkpoint-files.ts';
import type { SamplingConfig } from './config/sampling-config.ts';
import type { CheckpointDescription } from './description.ts';
import { kindNamed } from './kinds.ts';
import type { CheckpointFiles, OpenOptions } from './model-kind.ts';
import type { Sample, SampleRequest, SamplingPlan } from './sample-request.ts';

/** A trained model. */
export interface Model {
  readonly description: CheckpointDescription;
  /** How it samples where a request does not say. */
  readonly sampling: SamplingConfig;
  /**
   * Samples volumes.
   *
   * @throws PipelineError of kind 'request', 'data' or 'memory'; the signal's reason after an abort
   */
  sample(request?: SampleRequest): Promise<Sample[]>;
  /** The same, one volume after the other as they are finished. */
  sampleEach(request?: SampleRequest): AsyncGenerator<Sample, void, void>;
  /** Checks a request and says what it will do, before any volume is sampled. */
  plan(request?: SampleRequest): Promise<SamplingPlan>;
  /** Frees the weights. */
  dispose(): void;
}

/**
 * Opens a checkpoint of any kind of model for sampling; `startEngine` of @braingen/engine comes before.
 *
 * @param files by name; `load` of @braingen/pipeline/node takes a path
 * @throws PipelineError of kind 'checkpoint'; CheckpointError for weights that cannot be used
 */
export async function openModel(files: CheckpointFiles, options: OpenOptions = {}): Promise<Model> {
  const { kind, json, source } = await readDescription(files);
  const { description, sampling, plan, dispose } = await kindNamed(kind, source).open(files, json, options);
  async function* sampleEach(request: SampleRequest = {}): AsyncGenerator<Sample, void, void> {
    yield* (await plan(request)).sampleEach();
  }
  return {
    description,
    sampling,
    plan: (request = {}) => plan(request),
    sampleEach,
    sample: async (request) => {
      const samples: Sample[] = [];
      for await (const sample of sampleEach(request)) samples.push(sample);
      return samples;
    },
    dispose,
  };
}
