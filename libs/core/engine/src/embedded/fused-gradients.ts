import { runKernel, runKernels } from '../ops/fused.ts';
import { tf } from '../tf.ts';

type Gradient = Omit<tf.GradConfig, 'kernelName'>;
type GradientOf = (dy: tf.Tensor, saved: tf.Tensor[], attributes: object) => Record<string, () => tf.Tensor>;

/** A gradient of an operation whose first output is the only one that anything depends on. */
function gradient(inputsToSave: string[], gradientOf: GradientOf, outputsToSave: boolean[] = []): Gradient {
  return {
    inputsToSave,
    outputsToSave,
    gradFunc: (dy, saved, attributes) => gradientOf(Array.isArray(dy) ? dy[0] : dy, saved, attributes),
  };
}

/** Gradients of the fused kernels, by the name of the kernel. */
const fusedGradients: Record<string, Gradient> = {
  BraingenConv3D: gradient(['x', 'filter'], (dy, [x, filter], attributes) => ({
    x: () => runKernel('BraingenConv3DInputGradient', { dy, filter }, attributes),
    filter: () => runKernel('BraingenConv3DFilterGradient', { x, dy }, attributes),
    bias: () => runKernel('BraingenChannelSums', { dy }),
  })),
  BraingenGroupNorm: gradient(
    ['x', 'scale', 'offset'],
    (dy, [x, scale, offset, statistics], attributes) => {
      const inputs = { x, scale, offset, statistics, dy };
      const [dx, dscale, doffset] = runKernels('BraingenGroupNormGradient', inputs, attributes);
      return { x: () => dx, scale: () => dscale, offset: () => doffset };
    },
    [false, true],
  ),
  BraingenGroupNormBeside: gradient(
    ['x', 'beside', 'scale', 'offset'],
    (dy, [x, beside, scale, offset, statistics], attributes) => {
      const inputs = { x, beside, scale, offset, statistics, dy };
      const [dx, dscale, doffset, dbeside] = runKernels('BraingenGroupNormGradient', inputs, attributes);
      return { x: () => dx, beside: () => dbeside, scale: () => dscale, offset: () => doffset };
    },
    [false, true],
  ),
  BraingenProjectBeside: gradient(['x', 'beside', 'filter'], (dy, [x, beside, filter]) => {
    const inputs = { x, beside, filter, dy };
    const [dx, dbeside] = runKernels('BraingenProjectBesideInputGradient', inputs, {});
    return {
      x: () => dx,
      beside: () => dbeside,
      filter: () => runKernel('BraingenProjectBesideFilterGradient', inputs),
      bias: () => runKernel('BraingenChannelSums', { dy }),
    };
  }),
  BraingenAttention: gradient(
    ['q', 'k', 'v'],
    (dy, [q, k, v, y, logs], attributes) => {
      const [dq, dk, dv] = runKernels('BraingenAttentionGradient', { q, k, v, y, logs, dy }, attributes);
      return { q: () => dq, k: () => dk, v: () => dv };
    },
    [true, true],
  ),
  BraingenSilu: gradient(['x'], (dy, [x]) => ({ x: () => runKernel('BraingenSiluGradient', { x, dy }) })),
  BraingenUpsample: gradient([], (dy) => ({ x: () => runKernel('BraingenUpsampleGradient', { dy }) })),
  BraingenUpsampleGradient: gradient([], (dy) => ({ dy: () => runKernel('BraingenUpsample', { x: dy }) })),
  BraingenLinear: gradient(['x', 'weights'], (dy, [x, weights]) => {
    const flat = (tensor: tf.Tensor): tf.Tensor2D => tf.reshape(tensor, [-1, tensor.shape[tensor.rank - 1]]);
    return {
      x: () => tf.reshape(tf.matMul(flat(dy), weights as tf.Tensor2D, false, true), x.shape),
      weights: () => tf.matMul(flat(x), flat(dy), true, false),
      bias: () => runKernel('BraingenChannelSums', { dy }),
    };
  }),
  BraingenAddChannels: gradient([], (dy) => ({
    x: () => tf.clone(dy),
    values: () => runKernel('BraingenVoxelSums', { dy }),
  })),
  BraingenAddResidual: gradient([], (dy) => ({ x: () => tf.clone(dy), branch: () => tf.clone(dy) })),
  BraingenMeanSquaredError: gradient(['prediction', 'target'], (dy, [prediction, target]) => {
    const slope = (): tf.Tensor => tf.mul(tf.sub(prediction, target), tf.mul(dy, 2 / prediction.size));
    return { prediction: slope, target: () => tf.neg(slope()) };
  }),
};

/** Registers them all; TensorFlow.js keeps gradients by kernel, not by backend. */
export function registerFusedGradients(): void {
  for (const [kernelName, config] of Object.entries(fusedGradients)) {
    if (!tf.getGradient(kernelName)) tf.registerGradient({ kernelName, ...config });
  }
}
