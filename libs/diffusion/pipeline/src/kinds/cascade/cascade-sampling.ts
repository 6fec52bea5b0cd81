import { sampleCascade, type Cascade } from '@braingen/cascade';
import { conditionAt, longestList } from '../../conditions/condition-lists.ts';
import { conditionNames, conditionWarnings } from '../../conditions/conditioning.ts';
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
  const { seed = 1, guidance = 1, condition = {}, signal, onProgress, onFrame } = request;
  const { conditioning } = description;
  check(description, request);
  const { scheduler, steps, settings } = requestedSampling(request, run);
  const numbers = requestedNumbers(request);
  const covariatesOf = (number: number): number[] =>
    cascadeCovariates(conditioning, conditionAt(condition, number), { kind: 'request', field: 'condition' });
  const asked = Array.from({ length: longestList(condition) }, (_, number) => number);
  asked.forEach(covariatesOf);
  const isConditioned = Object.keys(condition).length > 0;
  const warnings = conditioning
    ? asked.flatMap((number) => conditionWarnings(conditioning, conditionAt(condition, number)))
    : [];
  if (conditioning && !isConditioned)
    warnings.push(`the volumes are unconditioned; a condition may say ${conditionNames(conditioning).join(', ')}`);

  return {
    numbers,
    seed,
    warnings: [...new Set(warnings)],
    conditionOf: (number) => (conditioning ? conditionAt(condition, number) : undefined),
    settings: { scheduler: scheduler.name, steps, ...settings, ...(conditioning && { guidance }) },
    sampleEach: async function* (): AsyncGenerator<Sample, void, void> {
      const opened = cascade();
      for (const [done, number] of numbers.entries()) {
        const volume = await sampleCascade(opened, {
          ...{ seed, number, scheduler, steps, guidance, signal },
          ...(conditioning && { covariates: covariatesOf(number) }),
          ...(onFrame && {
            onFrame: (whole: Float32Array) => onFrame({ number, volume: fromNetwork(whole, description) }),
          }),
        });
        onProgress?.((done + 1) / numbers.length);
        yield {
          number,
          volume: fromNetwork(volume, description),
          ...(conditioning && { condition: conditionAt(condition, number) }),
        };
      }
    },
  };
}

function check({ conditioning }: CascadeCheckpointDescription, request: SampleRequest): void {
  const { condition = {}, guidance = 1, inpaint, edit } = request;
  const field = inpaint ? 'inpaint' : edit ? 'edit' : undefined;
  if (field)
    throw new PipelineError('request', { field, expected: 'a model of kind unet', found: 'one of kind cascade' });
  if (conditioning) return;
  const needless = Object.keys(condition).length > 0 ? 'condition' : guidance !== 1 ? 'guidance' : undefined;
  if (needless)
    throw new PipelineError('request', {
      field: needless,
      expected: 'a model that was trained with conditions',
      found: 'one without',
    });
}
