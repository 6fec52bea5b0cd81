import { tf } from '../tf.ts';

/**
 * The loss and its gradient for every variable, by name. Both are the caller's to dispose.
 *
 * @throws RangeError naming the variables the loss does not depend on
 */
export function gradients(
  loss: () => tf.Scalar,
  variables: ReadonlyMap<string, tf.Variable>,
): { loss: tf.Scalar; gradients: Map<string, tf.Tensor> } {
  const { value, grads } = tf.variableGrads(loss, [...variables.values()]);
  const byName = new Map<string, tf.Tensor>();
  const missing: string[] = [];
  for (const [name, variable] of variables) {
    const gradient = grads[variable.name];
    if (gradient) byName.set(name, gradient);
    else missing.push(name);
  }
  if (missing.length > 0) {
    tf.dispose([value, ...byName.values()]);
    throw new RangeError(`gradients: expected a loss of all variables, found none of ${missing.join(', ')}`);
  }
  return { loss: value, gradients: byName };
}
