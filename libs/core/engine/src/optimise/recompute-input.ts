import { tf } from '../tf.ts';
import { backpropagate } from './gradients.ts';
import { outsideVariables } from './outside-variables.ts';
import { addToTape, forget, isRecording, record, recordApart, type TapeNode } from './tape.ts';

/**
 * last(prepare(...inputs)), where what `prepare` makes is not kept for the backward pass but made again, and `last` is
 * not computed again. A normalisation before a convolution costs a few passes over memory the second time; the
 * convolution's own gradient needs nothing but its input.
 *
 * @param prepare makes one tensor of its inputs and of variables; it must compute the same when it is called again
 * @param inputs tensors the result of `prepare` depends on, variables apart
 * @param last makes the result of what `prepare` made and of variables
 * @throws RangeError if either uses a tensor from outside that is neither among the inputs nor a variable
 */
export function recomputeInput<T extends tf.Tensor, M extends tf.Tensor, I extends readonly tf.Tensor[]>(
  prepare: (...inputs: I) => M,
  inputs: I,
  last: (made: M) => T,
): T {
  if (!isRecording()) return tf.tidy(() => last(prepare(...inputs)));
  const birth = tf.tidy(() => tf.scalar(0).id);
  const first = recordApart(() => prepare(...inputs));
  first.tape.forEach(forget);
  const made = first.value;
  const rest = recordApart(() => last(made));
  const { value } = rest;
  const left = leaveOut(rest.tape, made);
  made.dispose();
  const kept = inputs.map((input) => tf.keep(tf.clone(input)));
  const drop = (): void => {
    rest.tape.forEach(forget);
    tf.dispose(kept);
  };

  let before: tf.Variable[];
  let after: tf.Variable[];
  try {
    before = outsideVariables(first.tape, inputs, birth);
    after = outsideVariables(rest.tape, [made], birth);
  } catch (error) {
    drop();
    value.dispose();
    throw error;
  }
  const variables = [...new Set([...before, ...after])];
  addToTape({
    kernelName: 'RecomputeInput',
    inputs: Object.fromEntries([...inputs, ...variables].map((tensor, index) => [String(index), tensor])),
    outputs: [value],
    saved: kept,
    forget: drop,
    gradient: ([dy]) => {
      const own = [...kept];
      const again = record(() => prepare(...(own as tf.Tensor[] as unknown as I)));
      for (const { saved, index, shape } of left) saved[index] = tf.keep(tf.reshape(again.value, shape));
      again.value.dispose();
      const later = backpropagate(rest.tape, [made, ...after], value, tf.clone(dy as tf.Tensor));
      const slope = later.get(made.id) ?? tf.zeros(made.shape);
      later.delete(made.id);
      const earlier = backpropagate(again.tape, [...own, ...before], again.value, slope);
      const found = ({ id, shape }: tf.Tensor): tf.Tensor => {
        const [a, b] = [earlier.get(id), later.get(id)];
        return a && b ? tf.add(a, b) : (a ?? b ?? tf.zeros(shape));
      };
      return Object.fromEntries([...own, ...variables].map((source, index) => [String(index), () => found(source)]));
    },
  });
  return value;
}

interface Place {
  readonly saved: tf.Tensor[];
  readonly index: number;
  readonly shape: number[];
}

/** Disposes what a tape saved of one tensor's data, and says where it has to be put back. */
function leaveOut(tape: readonly TapeNode[], tensor: tf.Tensor): Place[] {
  return tape.flatMap(({ saved = [] }) =>
    saved.flatMap((each, index): Place[] => {
      if (each.dataId !== tensor.dataId) return [];
      each.dispose();
      return [{ saved, index, shape: each.shape }];
    }),
  );
}
