import { PipelineError } from '../error.ts';
import type { SampleRequest } from '../sample-request.ts';
import { conditionAt, longestList } from './condition-lists.ts';
import { conditionNames, conditionWarnings, type Conditioning, type ConditionValues } from './conditioning.ts';
import { encodeCondition } from './encode.ts';

/** What a request conditions its volumes on, checked against what a model was trained with. */
export interface RequestedCondition {
  /** The covariates of a volume by its number; undefined for a model without conditions. */
  readonly conditionOf: (number: number) => ConditionValues | undefined;
  readonly warnings: readonly string[];
}

/**
 * @param conditioning undefined for a model that was trained without conditions
 * @param valuesOf the covariates of a volume by its number; the request's own by default
 * @throws PipelineError of kind 'request' for a condition or a guidance that the model was not trained for
 */
export function requestedCondition(
  conditioning: Conditioning | undefined,
  { condition = {}, guidance = 1 }: SampleRequest,
  valuesOf: (number: number) => ConditionValues = (number) => conditionAt(condition, number),
): RequestedCondition {
  const isConditioned = Object.keys(condition).length > 0;
  if (!conditioning) {
    const field = isConditioned ? 'condition' : guidance !== 1 ? 'guidance' : undefined;
    if (field)
      throw new PipelineError('request', {
        field,
        expected: 'a model that was trained with conditions',
        found: 'one without',
      });
    return { conditionOf: () => undefined, warnings: [] };
  }
  const volumes = Array.from({ length: longestList(condition) }, (_, number) => valuesOf(number));
  for (const values of volumes) encodeCondition(conditioning, values, { kind: 'request', field: 'condition' });
  const unconditioned = isConditioned
    ? []
    : [`the volumes are unconditioned; a condition may say ${conditionNames(conditioning).join(', ')}`];
  const warnings = volumes.flatMap((values) => conditionWarnings(conditioning, values));
  return { conditionOf: valuesOf, warnings: [...new Set(warnings), ...unconditioned] };
}
