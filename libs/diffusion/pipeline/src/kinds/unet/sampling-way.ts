import type { Conditions, SampledVolume, SamplingOptions } from '@braingen/sampler';
import { sampleEach } from '@braingen/sampler';
import type { Condition } from '@braingen/unet3d';
import type { Volume } from '@braingen/volume';
import { conditionAt } from '../../conditions/condition-lists.ts';
import type { ConditionValues } from '../../conditions/conditioning.ts';
import { encodeCondition } from '../../conditions/encode.ts';
import { requestedCondition } from '../../conditions/requested-condition.ts';
import { fromNetwork } from '../../data/intensity-scale.ts';
import type { SampleRequest } from '../../sample-request.ts';
import { conditionsFrom } from './unet-conditions.ts';
import type { UNetDescription } from './unet-description.ts';

/** A way to volumes: from noise, into a masked region, or from a volume that is changed. */
export interface SamplingWay {
  /** What a volume is conditioned on, by its number; undefined without conditions. */
  readonly conditionOf: (number: number) => ConditionValues | undefined;
  readonly conditions: Conditions<Condition> | undefined;
  each(options: SamplingOptions<Condition>): AsyncGenerator<SampledVolume, void, void>;
  /** From the network's numbers to the volume. */
  finish(data: Float32Array): Volume;
  /** What the volumes depend on besides the common settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** Volumes from noise. */
export function fromNoise(description: UNetDescription, request: SampleRequest): SamplingWay {
  const { condition = {} } = request;
  return {
    ...conditioned(description, request, (number) => conditionAt(condition, number)),
    each: sampleEach,
    finish: (data) => fromNetwork(data, description),
    settings: {},
  };
}

/**
 * The condition, checked against what the model was trained with.
 *
 * @param valuesOf the covariates of a volume by its number
 * @throws PipelineError of kind 'request'
 */
export function conditioned(
  { conditioning }: UNetDescription,
  request: SampleRequest,
  valuesOf: (number: number) => ConditionValues,
): Pick<SamplingWay, 'conditions' | 'conditionOf' | 'warnings'> {
  const { conditionOf, warnings } = requestedCondition(conditioning, request, valuesOf);
  if (!conditioning) return { conditions: undefined, conditionOf, warnings };
  const encoded = (number: number) =>
    encodeCondition(conditioning, valuesOf(number), { kind: 'request', field: 'condition' });
  return { conditions: conditionsFrom(conditioning, encoded), conditionOf, warnings };
}
