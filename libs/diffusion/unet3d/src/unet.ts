import { tf } from '@braingen/engine';
import { elementCount } from '@braingen/volume';
import { checkValues, type Values } from './checkpoint/weights.ts';
import type { Condition } from './condition.ts';
import { prepare } from './conditioning.ts';
import { gridMultiple, type UNetConfig } from './config.ts';
import { completeConfig } from './complete-config.ts';
import { network } from './network.ts';
import { buildingScope, describingScope } from './parameters.ts';

/** A network with its parameters. */
export interface UNet {
  readonly config: UNetConfig;
  /** Every parameter under its key in MONAI's state_dict, in TensorFlow.js' layout: [in, out] and [d, h, w, in, out]. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /**
   * The network's output, from which gradients flow to the parameters.
   *
   * @param x [n, d, h, w, c]; every side a multiple of gridMultiple(config)
   * @param t [n], the time of each volume in the schedule's count
   * @param condition all that the configuration speaks of: `context` where withConditioning is set, `classes` where
   *   numClassEmbeds is, `covariates` where numCovariates is; `channels` where inChannels is more than x has
   * @returns [n, d, h, w, outChannels]
   * @throws RangeError where shapes do not fit, or the condition lacks something or says what the network cannot hear
   */
  predict(x: tf.Tensor5D, t: tf.Tensor1D, condition?: Condition): tf.Tensor5D;
  /**
   * The activations on the way down, for features: what each level leaves, the finest first, and last what the middle makes of the
   * coarsest. Inputs and errors as for `predict`, of which it is the first half.
   *
   * @returns channels.length + 1 tensors, [n, d / 2^level, h / 2^level, w / 2^level, channels[level]]
   */
  encode(x: tf.Tensor5D, t: tf.Tensor1D, condition?: Condition): tf.Tensor5D[];
  /** Frees the parameters. */
  dispose(): void;
}

/** How a network is made and trained; no part of what it is. */
export interface UNetOptions {
  /** Of the first values of the parameters. @default 0 */
  readonly seed?: number | string | undefined;
  /**
   * Keeps each block's input alone for the backward pass and computes the block again (Chen et al. 2016): less memory for more
   * time, the same parameters and outputs.
   * @default off
   */
  readonly gradientCheckpointing?: boolean | undefined;
  /**
   * First values of all parameters by key, such as `readWeights` gives: taken over, not copied.
   * @default drawn by the seed
   */
  readonly values?: Values | undefined;
}

type Through<Out> = (x: tf.Tensor5D, t: tf.Tensor1D, condition?: Condition) => Out;

/**
 * MONAI's DiffusionModelUNet in 3D, with PyTorch's default initialisation from a seeded generator. A new network predicts 0
 * everywhere, since its last convolution starts at zero.
 *
 * @throws RangeError that names a field of the configuration that does not fit, or a key of `values`
 */
export function createUNet({
  seed = 0,
  gradientCheckpointing = false,
  values,
  ...config
}: UNetConfig & UNetOptions): UNet {
  const complete = completeConfig(config);
  const parameters = new Map<string, tf.Variable>();
  if (values) checkValues(parameterShapes(config), values);
  const { predict, encode } = network(buildingScope(parameters, seed, values), { ...complete, gradientCheckpointing });
  const multiple = gridMultiple(config);

  const check = (x: tf.Tensor5D, t: tf.Tensor1D): void => {
    const [n, ...sides] = x.shape;
    if (x.rank !== 5) throw new RangeError(`unet: expected x of shape [n, d, h, w, c], found [${x.shape.join(', ')}]`);
    if (t.shape[0] !== n || t.rank !== 1)
      throw new RangeError(`unet: expected one time for each of ${n} volumes, found shape [${t.shape.join(', ')}]`);
    for (const side of sides.slice(0, 3)) {
      if (side % multiple !== 0)
        throw new RangeError(
          `unet: expected sides that are multiples of ${multiple} for ${complete.channels.length} levels, found ${sides.slice(0, 3).join(' x ')}`,
        );
    }
  };

  /** Runs a way through the network on inputs that are checked. */
  const through =
    <Out extends tf.TensorContainer>(way: (...inputs: Parameters<typeof predict>) => Out): Through<Out> =>
    (x, t, condition = {}) =>
      tf.tidy(() => {
        check(x, t);
        const prepared = prepare(x, condition, complete);
        const channels = prepared.x.shape[4];
        if (channels !== complete.inChannels)
          throw new RangeError(`unet: expected ${complete.inChannels} input channels, found ${channels}`);
        return way(prepared.x, t, prepared.condition);
      });

  return {
    config,
    parameters,
    predict: through(predict),
    encode: through(encode),
    dispose: () => tf.dispose([...parameters.values()]),
  };
}

/** The shape of every parameter by key, in TensorFlow.js' layout, without making any. */
export function parameterShapes(config: UNetConfig): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  network(describingScope(shapes), { ...completeConfig(config), gradientCheckpointing: false });
  return shapes;
}

/** How many numbers a network holds. */
export function parameterCount(config: UNetConfig): number {
  return [...parameterShapes(config).values()].reduce((sum, shape) => sum + elementCount(shape), 0);
}
