import type { RunConfig } from '../config/run-config.ts';
import type { Dataset } from '../data/dataset.ts';
import type { CheckpointDescription } from '../description.ts';
import type { PrepareOptions } from '../model-kind.ts';

/** What the checkpoints of every kind say of their training. */
export function describeTraining(
  config: RunConfig,
  data: Dataset,
  { engine, versions }: PrepareOptions,
  step: number,
): Omit<CheckpointDescription, 'kind'> {
  const { name, device, threads } = engine;
  const namesOf = (volumes: Dataset['training']): string[] => volumes.map((item) => item.name).sort();
  const participantsOf = (volumes: Dataset['training']): string[] =>
    [...new Set(volumes.map(({ participant }) => participant))].sort();
  return {
    step,
    ...(data.conditioning && { conditioning: data.conditioning }),
    seed: config.seed,
    intensityRange: data.intensityRange,
    grid: data.grid,
    engine: { name, device, threads, versions: { ...versions, ...engine.versions } },
    sampling: config.sampling,
    training: {
      ...config.training,
      subjects: namesOf(data.training),
      heldOut: namesOf(data.validation),
      participants: { training: participantsOf(data.training), heldOut: participantsOf(data.validation) },
    },
  };
}
