import { axpy, type KernelName } from '@braingen/kernels';
import { EmbeddedBackend } from '../embedded/embedded-backend.ts';
import { tf } from '../tf.ts';

/**
 * Calls a kernel that overwrites `variables`, given `inputs`, all of one size; its numbers are that size and `numbers`.
 *
 * @returns false, with nothing done, if the engine in use has no such kernel
 */
export function updateInPlace(
  name: KernelName,
  variables: readonly tf.Variable[],
  inputs: readonly tf.Tensor[],
  numbers: readonly number[],
): boolean {
  const backend = tf.backend();
  if (!(backend instanceof EmbeddedBackend)) return false;
  const own = variables.map((variable) => backend.own(variable));
  const read = inputs.map((input) => backend.floats(input));
  backend.kernels.call(name, [...own, ...read], [own[0].length, ...numbers]);
  return true;
}

/** sum += term, where nothing else shares sum's memory. @returns false, with nothing done, where that cannot be */
export function addInPlace(sum: tf.Tensor, term: tf.Tensor): boolean {
  const backend = tf.backend();
  if (!(backend instanceof EmbeddedBackend) || !backend.isAlone(sum) || sum.size !== term.size) return false;
  axpy(backend.kernels, 1, backend.floats(term), backend.floats(sum));
  return true;
}
