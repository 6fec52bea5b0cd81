import { tf } from '@braingen/engine';

/** The name of the first tensor that holds NaN or an infinity; each is read as one number. */
export async function firstNonFinite(tensors: ReadonlyMap<string, tf.Tensor>): Promise<string | undefined> {
  for (const [name, tensor] of tensors) {
    const zero = tf.tidy(() => tf.sum(tf.mul(tensor, 0)));
    const [value] = await zero.data();
    zero.dispose();
    if (value !== 0) return name;
  }
  return undefined;
}
