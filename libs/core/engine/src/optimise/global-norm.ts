import { EmbeddedBackend } from '../embedded/embedded-backend.ts';
import { tf } from '../tf.ts';

/** The Euclidean norm over the numbers of all tensors together; summed in double precision where the engine computes on this processor. */
export async function globalNorm(tensors: readonly tf.Tensor[]): Promise<number> {
  const backend = tf.backend();
  if (backend instanceof EmbeddedBackend) {
    let square = 0;
    for (const tensor of tensors) {
      const values = backend.floats(tensor);
      for (let i = 0; i < values.length; i++) square += values[i] * values[i];
    }
    return Math.sqrt(square);
  }
  const sum = tf.tidy(() => tf.addN(tensors.map((tensor) => tf.sum(tf.square(tensor)) as tf.Scalar)));
  const square = (await sum.data())[0];
  sum.dispose();
  return Math.sqrt(square);
}
