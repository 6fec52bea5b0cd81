import type { RunConfig } from '../../config/run-config.ts';
import type { Rehearsal } from '../../model-kind.ts';
import { planStages } from './stages.ts';

/** Each stage alone, on one variation of each person: what is made once in a training is not to count at each step. */
export function rehearseStages(config: RunConfig, steps: number): Rehearsal[] {
  const { model } = config;
  if (model.kind !== 'cascade') return [];
  return planStages(model, config.training, 0).map(({ name, training }, i) => ({
    stage: name,
    steps: training.steps,
    config: {
      ...config,
      model: { ...model, stages: [{ ...model.stages[i], variations: 1 }] },
      training: { ...config.training, steps },
    },
  }));
}
