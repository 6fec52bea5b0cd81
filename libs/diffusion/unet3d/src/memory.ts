import { recomputeInput, type tf } from '@braingen/engine';

/** What a block keeps for the backward pass. */
export interface Memory {
  /** Keeps the input alone and computes the rest again (Chen et al. 2016). */
  readonly gradientCheckpointing: boolean;
}

/** last(prepare(...inputs)), a block of which, with checkpointing, the inputs alone are kept for the backward pass. */
export function checkpointed<T extends tf.Tensor, M extends tf.Tensor, I extends readonly tf.Tensor[]>(
  { gradientCheckpointing }: Memory,
  prepare: (...inputs: I) => M,
  inputs: I,
  last: (made: M) => T,
): T {
  return gradientCheckpointing ? recomputeInput(prepare, inputs, last) : last(prepare(...inputs));
}
