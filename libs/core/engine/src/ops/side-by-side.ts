import { tf } from '../tf.ts';

/** A tensor, or two that differ in their last axis alone: channels of one, then channels of the other. */
export type SideBySide<T extends tf.Tensor> = T | readonly [x: T] | readonly [x: T, beside: T];

/** The length of a tensor's last axis. */
export const channelsOf = ({ shape }: tf.TensorInfo): number => shape[shape.length - 1];

/**
 * The two as one tensor.
 *
 * @throws RangeError if they differ in another axis than the last
 */
export function joined<T extends tf.Tensor>(x: SideBySide<T>): T {
  if (x instanceof tf.Tensor) return x;
  if (x.length === 1) return x[0];
  checkBeside(...x);
  return tf.concat([...x], x[0].rank - 1) as T;
}

/** @throws RangeError if the two differ in another axis than the last */
export function checkBeside(x: tf.Tensor, beside: tf.Tensor): void {
  const [a, b] = [x, beside].map(({ shape }) => shape.slice(0, -1).join(', '));
  if (a !== b) throw new RangeError(`expected channels side by side on one grid, found [${a}] and [${b}]`);
}
