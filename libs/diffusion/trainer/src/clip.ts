import { globalNorm, tf } from '@braingen/engine';

/**
 * Gradients scaled by one factor so that their norm over all variables is at most `norm` (Pascanu, Mikolov and Bengio 2013,
 * algorithm 1). Without a norm they come back as they are.
 */
export async function clipByGlobalNorm(
  gradients: Map<string, tf.Tensor>,
  norm: number | undefined,
): Promise<Map<string, tf.Tensor>> {
  if (norm === undefined) return gradients;
  const total = await globalNorm([...gradients.values()]);
  if (total <= norm) return gradients;
  return new Map([...gradients].map(([name, gradient]) => [name, tf.mul(gradient, norm / total)]));
}
