import { axpy, type Kernels } from '@braingen/kernels';
import { EmbeddedBackend } from '../embedded/embedded-backend.ts';
import { tf } from '../tf.ts';

/** Where an update in place finds its arrays. */
export interface InPlace {
  readonly kernels: Kernels;
  /** A variable's values, which nothing else shares: to be overwritten. */
  own(variable: tf.Variable): Float32Array;
  /** A tensor's values, to be read. */
  read(tensor: tf.Tensor): Float32Array;
}

/** Runs `update` on the arrays of variables. @returns false, with nothing done, if the engine in use has no kernels */
export function updateInPlace(update: (place: InPlace) => void): boolean {
  const backend = tf.backend();
  if (!(backend instanceof EmbeddedBackend)) return false;
  update({
    kernels: backend.kernels,
    own: (variable) => backend.own(variable),
    read: (tensor) => backend.floats(tensor),
  });
  return true;
}

/** sum += term, where nothing else shares sum's memory. @returns false, with nothing done, where that cannot be */
export function addInPlace(sum: tf.Tensor, term: tf.Tensor): boolean {
  const backend = tf.backend();
  if (!(backend instanceof EmbeddedBackend) || !backend.isAlone(sum) || sum.size !== term.size) return false;
  axpy(backend.kernels, 1, backend.floats(term), backend.floats(sum));
  return true;
}
