import { isTracing, tf } from '@braingen/engine';
import { createRandom, type Random } from '@braingen/volume';

/** The value of a parameter at the time of the call. */
export type Parameter = () => tf.Tensor;

/** How a parameter starts. `uniform` draws from [-bound, bound], `deviation` from a normal distribution around 0. */
export type Initial = { readonly uniform: number } | { readonly deviation: number } | { readonly constant: number };

/**
 * Where a block declares its parameters. The path through the scopes is the key in MONAI's state_dict.
 * A block declares once and the same code serves to build, to count and to check a checkpoint.
 */
export interface Scope {
  /** The scope one or more names deeper. */
  at(name: string): Scope;
  /** Declares a parameter of this scope, in TensorFlow.js' layout: [in, out] or [d, h, w, in, out]. */
  parameter(name: string, shape: readonly number[], initial: Initial): Parameter;
}

type Declare = (key: string, shape: readonly number[], initial: Initial) => Parameter;

function scopeOf(prefix: string, declare: Declare): Scope {
  return {
    at: (name) => scopeOf(`${prefix}${name}.`, declare),
    parameter: (name, shape, initial) => declare(prefix + name, shape, initial),
  };
}

/**
 * Makes variables and fills them from a generator of their own, so that a parameter's first value depends on the seed and
 * its key, not on what else the network holds.
 *
 * @param variables filled with every parameter under its key, in the order of declaration
 * @param given first values by key, instead of random ones: taken over, not copied
 */
export function buildingScope(
  variables: Map<string, tf.Variable>,
  seed: number | string,
  given?: ReadonlyMap<string, Float32Array>,
): Scope {
  const random = createRandom(seed);
  return scopeOf('', (key, shape, initial) => {
    const values = (): Float32Array => given?.get(key) ?? initialValues(shape, initial, random.fork(key));
    const start = (): tf.Tensor => (isTracing() ? tf.zeros([...shape]) : tf.tensor(values(), [...shape]));
    const variable = tf.tidy(() => tf.variable(start()));
    variables.set(key, variable);
    return () => variable;
  });
}

/** Notes the shapes and makes nothing. */
export function describingScope(shapes: Map<string, readonly number[]>): Scope {
  return scopeOf('', (key, shape) => {
    shapes.set(key, shape);
    return () => {
      throw new Error(`unet: ${key} was described, not built`);
    };
  });
}

function initialValues(shape: readonly number[], initial: Initial, random: Random): Float32Array {
  const values = new Float32Array(shape.reduce((count, length) => count * length, 1));
  if ('constant' in initial) return values.fill(initial.constant);
  const draw =
    'uniform' in initial
      ? (): number => (2 * random.uniform() - 1) * initial.uniform
      : (): number => random.normal() * initial.deviation;
  for (let i = 0; i < values.length; i++) values[i] = draw();
  return values;
}
