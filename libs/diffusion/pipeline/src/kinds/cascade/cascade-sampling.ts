import { sampleCascade, type Cascade } from '@braingen/cascade';
import type { ConditionValues } from '../../conditions/conditioning.ts';
import { requestedCondition } from '../../conditions/requested-condition.ts';
import type { SamplingConfig } from '../../config/sampling-config.ts';
import { fromNetwork } from '../../data/intensity-scale.ts';
import { PipelineError } from '../../error.ts';
import type { Sample, SampleRequest, SamplingPlan } from '../../sample-request.ts';
import { requestedNumbers, requestedSampling } from '../../sampling/requested.ts';
import { cascadeCovariates } from './cascade-conditions.ts';
import type { CascadeCheckpointDescription } from './cascade-description.ts';

/** Makes a request ready; see `KindModel.plan`. */
export function planCascadeSampling(
  description: CascadeCheckpointDescription,
  run: SamplingConfig,
  request: SampleRequest,
  cascade: () => Cascade,
): SamplingPlan {
  const { seed = 1, guidance = 1, signal, onProgress, onFrame } = request;
  const autoguidance = chosenAutoguidance(description, request.autoguidance ?? run.autoguidance);
  const { conditioning } = description;
  refuseInputs(request);
  const { conditionOf, warnings } = requestedCondition(conditioning, request);
  const { scheduler, steps, settings } = requestedSampling(request, run);
  const numbers = requestedNumbers(request);
  const covariatesOf = (values: ConditionValues): number[] =>
    cascadeCovariates(conditioning, values, { kind: 'request', field: 'condition' });

  return {
    numbers,
    seed,
    warnings,
    conditionOf,
    settings: {
      ...{ scheduler: scheduler.name, steps, ...settings },
      ...(autoguidance !== undefined && { autoguidance }),
      ...(conditioning && { guidance }),
    },
    sampleEach: async function* (): AsyncGenerator<Sample, void, void> {
      const opened = cascade();
      for (const [done, number] of numbers.entries()) {
        const condition = conditionOf(number);
        const volume = await sampleCascade(opened, {
          ...{ seed, number, scheduler, steps, guidance, autoguidance, signal },
          ...(condition && { covariates: covariatesOf(condition) }),
          ...(onFrame && {
            onFrame: (whole: Float32Array) => onFrame({ number, volume: fromNetwork(whole, description) }),
          }),
        });
        onProgress?.((done + 1) / numbers.length);
        yield { number, volume: fromNetwork(volume, description), ...(condition && { condition }) };
      }
    },
  };
}

/** A cascade draws whole volumes from noise. */
function refuseInputs({ inpaint, edit }: SampleRequest): void {
  const field = inpaint ? 'inpaint' : edit ? 'edit' : undefined;
  if (field)
    throw new PipelineError('request', { field, expected: 'a model of kind unet', found: 'one of kind cascade' });
}

/** That of a coarse stage, 1 where nothing is asked for; undefined of a cascade without one. */
function chosenAutoguidance(
  { stageSteps }: CascadeCheckpointDescription,
  asked: number | undefined,
): number | undefined {
  if (Object.keys(stageSteps).some((name) => name.startsWith('coarse'))) return asked ?? 1;
  if (asked === undefined) return undefined;
  const found = `stages ${Object.keys(stageSteps).join(', ')}`;
  throw new PipelineError('request', { field: 'autoguidance', expected: 'a cascade with a coarse stage', found });
}
