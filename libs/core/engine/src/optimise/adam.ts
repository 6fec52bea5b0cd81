import { tf } from '../tf.ts';
import { updateInPlace } from './in-place.ts';

export interface AdamOptions {
  readonly learningRate: number;
  /** Decay of the mean of gradients. @default 0.9 */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. @default 0.999 */
  readonly beta2?: number;
  /** @default 1e-8 */
  readonly epsilon?: number;
}

/** One parameter's moments, as a checkpoint keeps them. */
export interface AdamMoments {
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1), number for number as PyTorch computes it: epsilon is added to the root of
 * the bias-corrected second moment. Variables are updated in place where the engine can.
 */
export class Adam {
  learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Steps taken; the bias correction of the next one counts from here. */
  step = 0;
  readonly #moments = new Map<string, { mean: tf.Variable; square: tf.Variable }>();

  constructor(options: AdamOptions) {
    this.learningRate = options.learningRate;
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-8;
  }

  /**
   * One step of all variables. The gradients stay the caller's to dispose.
   *
   * @throws RangeError if a variable has no gradient, or one of another size
   */
  apply(variables: ReadonlyMap<string, tf.Variable>, gradients: ReadonlyMap<string, tf.Tensor>): void {
    this.step++;
    const rate = this.learningRate / (1 - this.beta1 ** this.step);
    const root = 1 / Math.sqrt(1 - this.beta2 ** this.step);
    for (const [name, variable] of variables) {
      const gradient = gradients.get(name);
      if (!gradient || gradient.size !== variable.size) {
        const found = gradient ? `one of [${gradient.shape.join(', ')}]` : 'none';
        throw new RangeError(`Adam: expected a gradient of [${variable.shape.join(', ')}] for ${name}, found ${found}`);
      }
      const { mean, square } = this.#momentsOf(name, variable);
      const { beta1, beta2, epsilon } = this;
      const fused = updateInPlace(({ kernels, own, read }) => {
        const arrays = { weight: own(variable), mean: own(mean), square: own(square), gradient: read(gradient) };
        kernels.call('adam', { count: variable.size, rate, beta1, beta2, epsilon, root, ...arrays });
      });
      if (fused) continue;
      tf.tidy(() => {
        const g = tf.reshape(gradient, variable.shape);
        mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(g, 1 - beta1)));
        square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(g), 1 - beta2)));
        const change = tf.div(tf.mul(mean, rate), tf.add(tf.mul(tf.sqrt(square), root), epsilon));
        variable.assign(tf.sub(variable, change));
      });
    }
  }

  /** The moments of a variable, copied; undefined before its first step. */
  async moments(name: string): Promise<AdamMoments | undefined> {
    const moments = this.#moments.get(name);
    if (!moments) return undefined;
    const [mean, square] = await Promise.all([moments.mean.data(), moments.square.data()]);
    return { mean: Float32Array.from(mean), square: Float32Array.from(square) };
  }

  /** Puts a variable's moments back, to go on from a checkpoint; `step` is set beside it. */
  restore(name: string, variable: tf.Variable, moments: AdamMoments): void {
    const { mean, square } = this.#momentsOf(name, variable);
    tf.tidy(() => {
      mean.assign(tf.tensor(Float32Array.from(moments.mean), variable.shape));
      square.assign(tf.tensor(Float32Array.from(moments.square), variable.shape));
    });
  }

  dispose(): void {
    for (const { mean, square } of this.#moments.values()) tf.dispose([mean, square]);
    this.#moments.clear();
  }

  #momentsOf(name: string, variable: tf.Variable): { mean: tf.Variable; square: tf.Variable } {
    let moments = this.#moments.get(name);
    if (!moments) {
      const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
      moments = { mean: zeros(), square: zeros() };
      this.#moments.set(name, moments);
    }
    return moments;
  }
}
