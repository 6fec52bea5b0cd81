import type { tf } from '@braingen/engine';

/**
 * All that training knows of a model: noisy volumes [n, d, h, w, c], their times [n] and their condition go in,
 * the prediction [n, d, h, w, c] comes out. `unet.predict` of @braingen/unet3d is one.
 */
export type Model<C = never> = (x: tf.Tensor5D, t: tf.Tensor1D, condition?: C) => tf.Tensor5D;

/** One volume of a batch whose condition is asked for. */
export interface ConditionedVolume {
  /** The volume's index in its training set. */
  readonly volume: number;
  /** Whether it is unconditioned: the null condition of classifier-free guidance. */
  readonly dropped: boolean;
}

/**
 * Makes the condition of a batch, its first axis in the order of the volumes. What a condition is, only it and the model
 * know. It is called inside tf.tidy, so tensors that it makes need no care.
 */
export type Conditions<C> = (batch: readonly ConditionedVolume[]) => C;
