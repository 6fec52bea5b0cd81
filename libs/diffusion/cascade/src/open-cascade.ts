import type { Cascade } from './cascade.ts';
import type { CascadeCheckpoint } from './checkpoint/checkpoint.ts';
import { createStageModel } from './stage/stage-model.ts';

/** A cascade with its networks on the engine that was started, ready to draw volumes until it is disposed. */
export function openCascade({ base, stages }: CascadeCheckpoint): Cascade & { dispose(): void } {
  const models = stages.map(({ stage, weights }) => createStageModel(stage, base, { values: weights }));
  return { base, stages: models, dispose: () => models.forEach((model) => model.dispose()) };
}
