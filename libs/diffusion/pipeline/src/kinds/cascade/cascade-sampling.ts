import { isOnGaussian, sampleCascade, stageName, type Cascade, type CascadeCheckpoint } from '@braingen/cascade';
import type { ConditionValues } from '../../conditions/conditioning.ts';
import { requestedCondition } from '../../conditions/requested-condition.ts';
import type { SamplingConfig } from '../../config/sampling-config.ts';
import { fromNetwork } from '../../data/intensity-scale.ts';
import { PipelineError } from '../../error.ts';
import type { Sample, SampleRequest, SamplingPlan } from '../../sample-request.ts';
import { requestedNumbers, requestedSampling } from '../../sampling/requested.ts';
import { cascadeCovariates } from './cascade-conditions.ts';
import type { CascadeCheckpointDescription } from './cascade-description.ts';

/** A cascade that was read. */
export interface ReadCascade {
  readonly description: CascadeCheckpointDescription;
  readonly checkpoint: CascadeCheckpoint;
  /** What it is sampled with where a request says nothing. */
  readonly sampling: SamplingConfig;
  /** Its networks on the engine. */
  open(): Cascade;
}

/** Makes a request ready; see `KindModel.plan`. */
export function planCascadeSampling(
  { description, checkpoint, sampling: run, open }: ReadCascade,
  request: SampleRequest,
): SamplingPlan {
  const { seed = 1, guidance = 1, signal, onProgress, onFrame } = request;
  const autoguidance = chosenAutoguidance(checkpoint, request.autoguidance ?? run.autoguidance);
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
      const opened = open();
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

/** That of the stage on the Gaussian model's grid, 1 where nothing is asked for; undefined of a cascade without one. */
function chosenAutoguidance({ base, stages }: CascadeCheckpoint, asked: number | undefined): number | undefined {
  if (stages.some(({ stage }) => isOnGaussian(stage, base.scales.length - 1))) return asked ?? 1;
  if (asked === undefined) return undefined;
  const found = `stages ${stages.map(({ stage }) => stageName(stage)).join(', ')}`;
  const expected = 'a cascade with a network on the grid of its Gaussian model';
  throw new PipelineError('request', { field: 'autoguidance', expected, found });
}
