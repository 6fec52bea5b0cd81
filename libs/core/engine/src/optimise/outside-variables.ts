import { tf } from '../tf.ts';
import type { TapeNode } from './tape.ts';

/**
 * The variables that a part of the computation used.
 *
 * @param birth the id of a tensor made just before it
 * @throws RangeError if it used an older tensor that is neither a variable nor among the inputs
 */
export function outsideVariables(
  tape: readonly TapeNode[],
  inputs: readonly tf.Tensor[],
  birth: number,
): tf.Variable[] {
  const known = new Set(inputs.map(({ id }) => id));
  const variables = new Set<tf.Variable>();
  for (const input of tape.flatMap((node) => Object.values(node.inputs))) {
    if (known.has(input.id)) continue;
    if (input instanceof tf.Variable) variables.add(input);
    else if (input.id < birth) {
      throw new RangeError(
        `recompute: expected all tensors from outside among the inputs, found [${input.shape.join(', ')}]`,
      );
    }
  }
  return [...variables];
}
