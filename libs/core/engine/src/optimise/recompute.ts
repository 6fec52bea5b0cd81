import { tf } from '../tf.ts';
import { backpropagate } from './gradients.ts';
import { outsideVariables } from './outside-variables.ts';
import { addToTape, forget, isRecording, record, recordApart } from './tape.ts';

/**
 * f(...inputs), of which nothing but the inputs is kept for the backward pass: that computes f again (Chen et al.
 * 2016). A network of such blocks trains in the memory of its blocks' borders, for a third more time.
 *
 * @param f makes one tensor of its inputs and of variables; it must compute the same when it is called again
 * @param inputs tensors the result depends on, variables apart
 * @throws RangeError if f uses a tensor from outside that is neither among the inputs nor a variable
 */
export function recompute<T extends tf.Tensor, I extends readonly tf.Tensor[]>(f: (...inputs: I) => T, inputs: I): T {
  if (!isRecording()) return tf.tidy(() => f(...inputs));
  const birth = tf.tidy(() => tf.scalar(0).id);
  const { value, tape } = recordApart(() => f(...inputs));
  tape.forEach(forget);

  let variables: tf.Variable[];
  try {
    variables = outsideVariables(tape, inputs, birth);
  } catch (error) {
    value.dispose();
    throw error;
  }
  const kept = inputs.map((input) => tf.keep(tf.clone(input)));
  addToTape({
    kernelName: 'Recompute',
    inputs: Object.fromEntries([...inputs, ...variables].map((tensor, index) => [String(index), tensor])),
    outputs: [value],
    saved: kept,
    gradient: ([dy]) => {
      const again = record(() => f(...(kept as tf.Tensor[] as unknown as I)));
      const sources = [...kept, ...variables];
      const found = backpropagate(again.tape, sources, again.value, tf.clone(dy as tf.Tensor));
      again.value.dispose();
      return Object.fromEntries(
        sources.map((source, index) => [String(index), () => found.get(source.id) ?? tf.zerosLike(source)]),
      );
    },
  });
  return value;
}
