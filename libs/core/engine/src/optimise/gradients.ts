import { tf } from '../tf.ts';
import { addInPlace } from './in-place.ts';
import { between, forget, record, type TapeNode } from './tape.ts';

/**
 * The loss and its gradient for every variable, by name. Both are the caller's to dispose.
 *
 * The same numbers as tf.variableGrads, with less memory: what an operation saved, and the gradient of its output, are
 * disposed as soon as the backward pass no longer needs it, not at its end.
 *
 * @throws RangeError naming the variables the loss does not depend on, or the operation without a gradient
 */
export function gradients(
  loss: () => tf.Scalar,
  variables: ReadonlyMap<string, tf.Variable>,
): { loss: tf.Scalar; gradients: Map<string, tf.Tensor> } {
  const { value, tape } = record(loss);
  const sources = [...variables.values()];
  const found = backpropagate(tape, sources, value, tf.onesLike(value));
  const missing = [...variables].filter(([, { id }]) => !found.has(id)).map(([name]) => name);
  if (missing.length > 0) {
    tf.dispose([value, ...found.values()]);
    throw new RangeError(`gradients: expected a loss of all variables, found none of ${missing.join(', ')}`);
  }
  return {
    loss: value,
    gradients: new Map([...variables].map(([name, { id }]) => [name, found.get(id) as tf.Tensor])),
  };
}

/**
 * The gradients of `value` for those of `sources` it depends on, by tensor id, given its own. Disposes `seed`, and all
 * that the tape saved.
 */
export function backpropagate(
  tape: readonly TapeNode[],
  sources: readonly tf.Tensor[],
  value: tf.Tensor,
  seed: tf.Tensor,
): Map<number, tf.Tensor> {
  const found = new Map([[value.id, seed]]);
  try {
    const path = between(tape, sources, value);
    const onPath = new Set(path.map(({ node }) => node));
    for (const node of tape) if (!onPath.has(node)) forget(node);
    for (const { node, inputs } of path.reverse()) {
      propagate(node, inputs, found);
      forget(node);
    }
    const wanted = new Set(sources.map(({ id }) => id));
    for (const [id, gradient] of found) {
      if (wanted.has(id)) continue;
      gradient.dispose();
      found.delete(id);
    }
    return found;
  } catch (error) {
    tf.dispose([...found.values()]);
    for (const node of tape) forget(node);
    throw error;
  }
}

/** Adds a node's gradients to what was found for its inputs, and disposes those of its outputs. */
function propagate(node: TapeNode, inputs: readonly string[], found: Map<number, tf.Tensor>): void {
  const dys = node.outputs.map(({ id }) => found.get(id) ?? null);
  const { gradient } = node;
  if (!gradient) throw new RangeError(`gradients: expected operations with gradients, found ${node.kernelName}`);
  const dxs = tf.tidy(() => {
    const gradientOf = gradient(dys);
    const taken = new Set<tf.Tensor | null>(dys);
    return inputs.map((name) => {
      const dx = gradientOf[name]();
      // One tensor may serve as the gradient of several, and they are disposed one by one.
      const own = taken.has(dx) ? tf.clone(dx) : dx;
      taken.add(own);
      return own;
    });
  });
  for (const { id } of node.outputs) {
    found.get(id)?.dispose();
    found.delete(id);
  }
  inputs.forEach((name, index) => {
    const { id } = node.inputs[name];
    const before = found.get(id);
    if (!before) {
      found.set(id, dxs[index]);
      return;
    }
    if (!addInPlace(before, dxs[index])) {
      found.set(id, tf.add(before, dxs[index]));
      before.dispose();
    }
    dxs[index].dispose();
  });
}
