import type { Conditions, SampledVolume, SamplingOptions } from '@braingen/sampler';
import { sampleEach } from '@braingen/sampler';
import type { Condition } from '@braingen/unet3d';
import type { Volume } from '@braingen/volume';
import { conditionAt, longestList } from '../../conditions/condition-lists.ts';
import { conditionNames, conditionWarnings, type ConditionValues } from '../../conditions/conditioning.ts';
import { encodeCondition } from '../../conditions/encode.ts';
import { fromNetwork } from '../../data/intensity-scale.ts';
import { PipelineError } from '../../error.ts';
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
  { condition = {}, guidance = 1 }: SampleRequest,
  valuesOf: (number: number) => ConditionValues,
): Pick<SamplingWay, 'conditions' | 'conditionOf' | 'warnings'> {
  const isConditioned = Object.keys(condition).length > 0;
  if (!conditioning) {
    const field = isConditioned ? 'condition' : guidance !== 1 ? 'guidance' : undefined;
    if (field)
      throw new PipelineError('request', {
        field,
        expected: 'a model that was trained with conditions',
        found: 'one without',
      });
    return { conditions: undefined, conditionOf: () => undefined, warnings: [] };
  }
  const encode = (values: ConditionValues) =>
    encodeCondition(conditioning, values, { kind: 'request', field: 'condition' });
  const volumes = Array.from({ length: longestList(condition) }, (_, number) => valuesOf(number));
  volumes.forEach(encode);
  const unconditioned = isConditioned
    ? []
    : [`the volumes are unconditioned; a condition may say ${conditionNames(conditioning).join(', ')}`];
  return {
    conditions: conditionsFrom(conditioning, (number) => encode(valuesOf(number))),
    conditionOf: valuesOf,
    warnings: [...new Set(volumes.flatMap((each) => conditionWarnings(conditioning, each))), ...unconditioned],
  };
}
