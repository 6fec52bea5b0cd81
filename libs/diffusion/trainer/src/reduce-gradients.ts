import { tf } from '@braingen/engine';
import type { LossWithGradients } from './accumulate.ts';
import type { Ranks } from './ranks.ts';

/** Numbers that are added up together: 16.8 MB, where an all-reduce is quickest. */
const bucketLength = 4 * 2 ** 20;

/**
 * The loss and the gradients summed over all ranks, bucket by bucket, so that little memory is needed beside them. What was
 * found is given up.
 */
export async function reduceGradients(ranks: Ranks, found: LossWithGradients): Promise<LossWithGradients> {
  if (ranks.size === 1) return found;
  const loss = Float32Array.of(found.loss);
  await ranks.sum(loss);
  const gradients = new Map<string, tf.Tensor>();
  for (const names of buckets(found.gradients)) {
    const tensors = names.map((name) => found.gradients.get(name) as tf.Tensor);
    const values = new Float32Array(tensors.reduce((sum, { size }) => sum + size, 0));
    let at = 0;
    for (const tensor of tensors) {
      values.set(await tensor.data(), at);
      at += tensor.size;
    }
    await ranks.sum(values);
    at = 0;
    for (const [index, { shape, size }] of tensors.entries()) {
      gradients.set(names[index], tf.tensor(values.slice(at, at + size), shape));
      at += size;
    }
    tf.dispose(tensors);
  }
  return { loss: loss[0], gradients };
}

/** Names whose gradients go together, in their order. */
function buckets(gradients: ReadonlyMap<string, tf.Tensor>): string[][] {
  const all: string[][] = [[]];
  let length = 0;
  for (const [name, { size }] of gradients) {
    if (length > 0 && length + size > bucketLength) {
      all.push([]);
      length = 0;
    }
    all.at(-1)!.push(name);
    length += size;
  }
  return all;
}
