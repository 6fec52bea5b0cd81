import type { tf } from './tf.ts';

/**
 * All that training and sampling know of a diffusion model: noisy volumes [n, d, h, w, c], their times [n] and their condition go
 * in, the prediction [n, d, h, w, c] comes out; [n, d, h, w, 2 c] of a model that also learned its variance (the prediction's
 * channels first). `unet.predict` of @braingen/unet3d is one.
 */
export type Model<C = never> = (x: tf.Tensor5D, t: tf.Tensor1D, condition?: C) => tf.Tensor5D;

/** One volume of a batch whose condition is asked for. */
export interface ConditionedVolume {
  /** Its index in the training set; in sampling its number. */
  readonly volume: number;
  /** Whether it is unconditioned: the null condition of classifier-free guidance. */
  readonly dropped: boolean;
}

/**
 * Makes the condition of a batch, its first axis in the order of the volumes; it is opaque to all but the model. It is called
 * inside tf.tidy, so tensors that it makes need no care.
 */
export type Conditions<C> = (batch: readonly ConditionedVolume[]) => C;
