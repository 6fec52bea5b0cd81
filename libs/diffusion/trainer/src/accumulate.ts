import { gradients, tf } from '@braingen/engine';

/** A loss with its gradient for every variable; both are the owner's to dispose. */
export interface LossWithGradients {
  readonly loss: number;
  readonly gradients: Map<string, tf.Tensor>;
}

/**
 * The mean loss of several batches and its gradients, one batch after the other, so that memory is needed for one alone.
 *
 * @param parts the share of each batch in the mean, and its loss
 */
export async function accumulate(
  parts: readonly { readonly share: number; readonly loss: () => tf.Scalar }[],
  variables: ReadonlyMap<string, tf.Variable>,
): Promise<LossWithGradients> {
  let loss = 0;
  let sum = new Map<string, tf.Tensor>();
  try {
    for (const part of parts) {
      const found = gradients(() => (part.share === 1 ? part.loss() : tf.mul(part.loss(), part.share)), variables);
      sum = add(sum, found.gradients);
      loss += (await found.loss.data())[0];
      found.loss.dispose();
    }
    return { loss, gradients: sum };
  } catch (error) {
    tf.dispose([...sum.values()]);
    throw error;
  }
}

/** The sum, for which both are given up. */
function add(sum: Map<string, tf.Tensor>, more: Map<string, tf.Tensor>): Map<string, tf.Tensor> {
  if (sum.size === 0) return more;
  const added = new Map([...more].map(([name, gradient]) => [name, tf.add(sum.get(name) as tf.Tensor, gradient)]));
  tf.dispose([...sum.values(), ...more.values()]);
  return added;
}
