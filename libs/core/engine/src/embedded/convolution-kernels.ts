import {
  conv3d,
  conv3dFilterGradient,
  conv3dInputGradient,
  sumRows,
  type ConvolutionGeometry,
} from '@braingen/kernels';
import { convolutionGeometry, type Triple } from '../ops/convolution-geometry.ts';
import type { tf } from '../tf.ts';
import { kernel } from './kernel.ts';

interface Fused {
  readonly geometry: ConvolutionGeometry;
}

const outputShape = (g: ConvolutionGeometry): number[] => [g.batch, ...g.output, g.outChannels];
const inputShape = (g: ConvolutionGeometry): number[] => [g.batch, ...g.input, g.inChannels];
const filterShape = (g: ConvolutionGeometry): number[] => [...g.filter, g.inChannels, g.outChannels];

/** The convolution with its bias, and its gradients. */
export const fusedConvolutionKernels: Record<string, tf.KernelFunc> = {
  BraingenConv3D: kernel<Fused>(({ inputs: { x, filter, bias }, attrs: { geometry }, backend }) => {
    const { info, values } = backend.output(outputShape(geometry));
    const read = (tensor: tf.TensorInfo): Float32Array => backend.floats(tensor);
    conv3d(backend.kernels, geometry, read(x), read(filter), bias ? read(bias) : null, values);
    return info;
  }),
  BraingenConv3DInputGradient: kernel<Fused>(({ inputs: { dy, filter }, attrs: { geometry }, backend }) => {
    const { info, values } = backend.output(inputShape(geometry));
    conv3dInputGradient(backend.kernels, geometry, backend.floats(dy), backend.floats(filter), values);
    return info;
  }),
  BraingenConv3DFilterGradient: kernel<Fused>(({ inputs: { x, dy }, attrs: { geometry }, backend }) => {
    const { info, values } = backend.output(filterShape(geometry));
    conv3dFilterGradient(backend.kernels, geometry, backend.floats(x), backend.floats(dy), values);
    return info;
  }),
  /** Sums over all but the channels: a bias's gradient. */
  BraingenChannelSums: kernel(({ inputs: { dy }, backend }) => {
    const columns = dy.shape[dy.shape.length - 1];
    const { info, values } = backend.output([columns]);
    const from = backend.floats(dy);
    sumRows(backend.kernels, { batch: 1, rows: from.length / columns, columns }, from, values);
    return info;
  }),
};

interface Plain {
  readonly strides: number | Triple;
  readonly pad: 'same' | 'valid';
}

/** TensorFlow.js's own convolution, for models written without this package's operations. */
export const plainConvolutionKernels: Record<string, tf.KernelFunc> = {
  Conv3D: kernel<Plain>(({ inputs: { x, filter }, attrs, backend }) => {
    const geometry = convolutionGeometry(x.shape, filter.shape, attrs);
    const { info, values } = backend.output(outputShape(geometry));
    conv3d(backend.kernels, geometry, backend.floats(x), backend.floats(filter), null, values);
    return info;
  }),
  Conv3DBackpropInputV2: kernel<Plain & { inputShape: number[] }>(({ inputs: { dy, filter }, attrs, backend }) => {
    const geometry = convolutionGeometry(attrs.inputShape, filter.shape, attrs);
    const { info, values } = backend.output(attrs.inputShape);
    conv3dInputGradient(backend.kernels, geometry, backend.floats(dy), backend.floats(filter), values);
    return info;
  }),
  Conv3DBackpropFilterV2: kernel<Plain & { filterShape: number[] }>(({ inputs: { x, dy }, attrs, backend }) => {
    const geometry = convolutionGeometry(x.shape, attrs.filterShape, attrs);
    const { info, values } = backend.output(attrs.filterShape);
    conv3dFilterGradient(backend.kernels, geometry, backend.floats(x), backend.floats(dy), values);
    return info;
  }),
};
