import type { tf } from '@braingen/engine';

/**
 * All that training knows of a model: noisy volumes [n, d, h, w, c] and their times [n] go in, the prediction
 * [n, d, h, w, c] comes out. `unet.predict` of @braingen/unet3d is one.
 */
export type Model = (x: tf.Tensor5D, t: tf.Tensor1D) => tf.Tensor5D;
