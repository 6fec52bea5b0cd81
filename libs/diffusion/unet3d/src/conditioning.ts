import { concatChannels, tf } from '@braingen/engine';
import { noCondition, type Condition } from './condition.ts';
import type { CompleteUNetConfig } from './config.ts';

/** What the network itself is given: all channels at once, and the condition with covariates where they belong. */
export interface Prepared {
  readonly x: tf.Tensor5D;
  readonly condition: Omit<Condition, 'channels'>;
}

/**
 * Makes of x and a condition what the network takes: masks become channels after those of x, covariates, where the
 * configuration says so, channels after those and a last token of the context.
 *
 * @throws RangeError where the condition is not what the configuration expects
 */
export function prepare(x: tf.Tensor5D, condition: Condition, config: CompleteUNetConfig): Prepared {
  checkCondition(x, condition, config);
  const { channels, context, classes, covariates } = condition;
  const { covariatesAs } = config;

  const parts = [x];
  if (channels) parts.push(channels);
  if (covariates && covariatesAs.includes('channels')) {
    const [n, d, h, w] = x.shape;
    const columns = tf.reshape(covariates, [n, 1, 1, 1, covariates.shape[1]]);
    parts.push(tf.tile(columns, [1, d, h, w, 1]) as tf.Tensor5D);
  }
  const tokens = context ? [context] : [];
  if (covariates && covariatesAs.includes('context')) tokens.push(tf.expandDims(covariates, 1));
  return {
    x: parts.length > 1 ? concatChannels(parts) : x,
    condition: { classes, covariates, context: tokens.length > 1 ? tf.concat(tokens, 1) : tokens[0] },
  };
}

/** Everything that is expected is there, nothing else is, and the shapes fit. */
function checkCondition(x: tf.Tensor5D, condition: Condition, config: CompleteUNetConfig): void {
  const { crossAttentionDim, numClassEmbeds, numCovariates } = config;
  const { channels, context, classes, covariates } = condition;
  const [n, ...sides] = x.shape.slice(0, 4);
  checkShape('channels', channels, [n, ...sides, 'c']);

  const tokens = crossAttentionDim === undefined ? undefined : [n, 'tokens', crossAttentionDim];
  // Covariates can be the only token.
  const isOptional = config.covariatesAs.includes('context');
  checkPresence('context', 'withConditioning', context, tokens, isOptional);
  checkPresence('classes', 'numClassEmbeds', classes, numClassEmbeds === undefined ? undefined : [n]);
  checkPresence(
    'covariates',
    'numCovariates',
    covariates,
    numCovariates === undefined ? undefined : [n, numCovariates],
  );
  if (classes && numClassEmbeds) checkClasses(classes, numClassEmbeds);
}

/** A shape in which words stand for sizes that are not given. */
type Pattern = readonly (number | string)[];

function checkPresence(
  name: string,
  setting: string,
  found: tf.Tensor | undefined,
  expected: Pattern | undefined,
  isOptional = false,
): void {
  if (!expected && found)
    throw new RangeError(`unet: expected no ${name}, since ${setting} is not set, found [${found.shape.join(', ')}]`);
  if (expected && !found && !isOptional)
    throw new RangeError(`unet: expected ${name} [${expected.join(', ')}], since ${setting} is set, found none`);
  if (expected) checkShape(name, found, expected);
}

function checkShape(name: string, found: tf.Tensor | undefined, expected: Pattern): void {
  if (!found) return;
  const fits = (size: number, axis: number): boolean => typeof expected[axis] === 'string' || size === expected[axis];
  if (found.rank !== expected.length || !found.shape.every(fits))
    throw new RangeError(`unet: expected ${name} [${expected.join(', ')}], found [${found.shape.join(', ')}]`);
}

function checkClasses(classes: tf.Tensor1D, count: number): void {
  if (classes.dtype !== 'int32') throw new RangeError(`unet: expected classes as int32, found ${classes.dtype}`);
  // A GPU's values cannot be waited for here: there a class that is none has no vector, like -1.
  if (tf.getBackend() === 'webgpu') return;
  const wrong = classes.dataSync().find((label) => label < noCondition || label >= count);
  if (wrong !== undefined)
    throw new RangeError(`unet: expected classes from 0 to ${count - 1}, or -1 for none, found ${wrong}`);
}
