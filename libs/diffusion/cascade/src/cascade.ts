import type { CascadeBase } from './cascade-base.ts';
import type { StageModel } from './stage/stage-model.ts';

/** A cascade ready to draw volumes: the coarse stage, where there is one, then details from coarse to fine. */
export interface Cascade {
  readonly base: CascadeBase;
  readonly stages: readonly StageModel[];
}
