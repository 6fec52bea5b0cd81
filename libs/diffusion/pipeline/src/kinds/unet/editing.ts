import { editEach, type Conditions } from '@braingen/sampler';
import { createDdimInverse, type Scheduler } from '@braingen/scheduler';
import type { Condition } from '@braingen/unet3d';
import { conditionAt } from '../../conditions/condition-lists.ts';
import { conditionNames, conditionWarnings, type ConditionValues } from '../../conditions/conditioning.ts';
import { encodeCondition } from '../../conditions/encode.ts';
import { fromNetwork } from '../../data/intensity-scale.ts';
import { PipelineError } from '../../error.ts';
import type { EditRequest, SampleRequest } from '../../sample-request.ts';
import { networkInput } from '../../sampling/input-volume.ts';
import { conditioned, type SamplingWay } from './sampling-way.ts';
import { conditionsFrom } from './unet-conditions.ts';
import type { UNetDescription } from './unet-description.ts';

/** Fixed-point iterations per inversion step: four bring networks with large steps back to their volume. */
const iterations = 4;

/** A volume as it would be under another condition. @throws PipelineError of kind 'data' or 'request' */
export function byEditing(
  description: UNetDescription,
  request: SampleRequest,
  edit: EditRequest,
  scheduler: Scheduler,
): SamplingWay {
  const { conditioning } = description;
  const { from = {}, known = {}, strength = 1 } = edit;
  const { condition = {} } = request;
  if (!conditioning) throw refusal('a model that was trained with conditions', 'one without');
  if (!scheduler.inverse) throw refusal('a scheduler with an inversion, such as ddim', scheduler.name);
  const input = networkInput(edit, description);
  const names = conditionNames(conditioning);
  const own = Object.entries(known).filter(([name]) => names.includes(name));
  const source: ConditionValues = { ...Object.fromEntries(own), ...from };
  const encoded = encodeCondition(conditioning, source, { kind: 'request', field: 'from' });
  const unknown = Object.keys(condition).filter((name) => source[name] === undefined);
  const shared = conditioned(description, request, (number) => ({ ...source, ...conditionAt(condition, number) }));
  return {
    ...shared,
    each: (options) =>
      editEach({
        ...options,
        volume: input.data,
        source: conditionsFrom(conditioning, () => encoded),
        conditions: options.conditions as Conditions<Condition>,
        strength,
        ...(scheduler.name === 'ddim' && { inverse: createDdimInverse({ iterations }) }),
      }),
    finish: (data) => fromNetwork(data, description),
    settings: { edited: { from: source, strength } },
    warnings: [
      ...shared.warnings,
      ...input.warnings,
      ...conditionWarnings(conditioning, source),
      ...unknown.map((name) => `the volume's own ${name} is not known; "from" can say it`),
    ],
  };
}

const refusal = (expected: string, found: string): PipelineError =>
  new PipelineError('request', { field: 'edit', expected, found });
