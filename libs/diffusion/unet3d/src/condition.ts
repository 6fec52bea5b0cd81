import { tf } from '@braingen/engine';

/**
 * What a model may be conditioned on besides x and t. Every entry is a tensor whose first axis is the batch, so whoever passes a
 * condition on can join, split and repeat it without knowing what it says.
 */
export interface Condition {
  /** Further input channels, such as masks, on the grid of x: [n, d, h, w, c]. They come after those of x. */
  readonly channels?: tf.Tensor5D | undefined;
  /** What cross-attention looks at: [n, tokens, crossAttentionDim]. */
  readonly context?: tf.Tensor3D | undefined;
  /** One class for each volume, int32 [n], from 0 to numClassEmbeds - 1; -1 says that there is none. */
  readonly classes?: tf.Tensor1D | undefined;
  /** Continuous covariates, such as age, scaled to 0 .. 1 by whoever knows their range: [n, numCovariates]; -1 says unknown. */
  readonly covariates?: tf.Tensor2D | undefined;
}

/** What says "no condition" in a context, a class and a covariate; MONAI's classifier-free guidance has the same. */
export const noCondition = -1;

/**
 * The null condition, for classifier-free guidance (Ho and Salimans 2022): context, classes and covariates are
 * filled with -1. Channels stay: where something is to be drawn is part of the question.
 *
 * @param items which items of the batch lose their condition (training drops some at random); all by default
 * @returns new tensors for what changed, which the caller disposes of, and the same for what did not
 * @throws RangeError where there is not one entry of `items` for each item of the batch
 */
export function withoutCondition(condition: Condition, items?: readonly boolean[]): Condition {
  const drop = <T extends tf.Tensor>(values: T | undefined): T | undefined => {
    if (!values) return undefined;
    if (!items) return tf.fill(values.shape, noCondition, values.dtype as 'int32' | 'float32') as T;
    if (items.length !== values.shape[0])
      throw new RangeError(`condition: expected ${values.shape[0]} entries in items, found ${items.length}`);
    return tf.tidy(() => {
      const dropped = tf.tensor(
        Uint8Array.from(items, Number),
        [items.length, ...values.shape.slice(1).map(() => 1)],
        'bool',
      );
      return tf.where(dropped, tf.fill(values.shape, noCondition, values.dtype as 'int32' | 'float32'), values) as T;
    });
  };
  const { channels, context, classes, covariates } = condition;
  return { channels, context: drop(context), classes: drop(classes), covariates: drop(covariates) };
}
