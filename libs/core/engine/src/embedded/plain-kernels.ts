import { binary, copyRows, matmul, sumRows, unary, type BinaryName, type UnaryName } from '@braingen/kernels';
import { elementCount } from '@braingen/volume';
import { tf } from '../tf.ts';
import type { EmbeddedBackend } from './embedded-backend.ts';
import { kernel, type KernelCall } from './kernel.ts';

const isFloat = (tensor: tf.TensorInfo): boolean => tensor.dtype === 'float32';

/** What tfjs-cpu does, for the types and shapes that are not worth a kernel of their own. */
function elsewhere<A>(name: string, { inputs, attrs, backend }: KernelCall<A>): tf.TensorInfo | tf.TensorInfo[] {
  const { kernelFunc } = tf.getKernel(name, 'cpu');
  return kernelFunc({ inputs, attrs: attrs as unknown as tf.NamedAttrMap, backend });
}

/** Whether `small` repeats within `large`, all of whose last axes it has. */
function repeats(small: readonly number[], large: readonly number[]): boolean {
  const first = small.findIndex((size) => size !== 1);
  const rest = first < 0 ? [] : small.slice(first);
  return small.length <= large.length && rest.every((size, axis) => size === large[large.length - rest.length + axis]);
}

function binaryKernel(name: string, operation: BinaryName, reversed: BinaryName): tf.KernelFunc {
  return kernel((call) => {
    const { a, b } = call.inputs;
    const { backend } = call;
    if (isFloat(a) && isFloat(b) && elementCount(a.shape) > 0 && elementCount(b.shape) > 0) {
      for (const [large, small, each] of [
        [a, b, operation],
        [b, a, reversed],
      ] as const) {
        if (!repeats(small.shape, large.shape)) continue;
        const { info, values } = backend.output(large.shape);
        binary(backend.kernels, each, backend.floats(large), backend.floats(small), values);
        return info;
      }
    }
    return elsewhere(name, call);
  });
}

function unaryKernel(name: string, operation: UnaryName): tf.KernelFunc {
  return kernel((call) => {
    const { x } = call.inputs;
    if (!isFloat(x) || elementCount(x.shape) === 0) return elsewhere(name, call);
    const { info, values } = call.backend.output(x.shape);
    unary(call.backend.kernels, operation, call.backend.floats(x), values);
    return info;
  });
}

interface Reduction {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

function reductionKernel(name: string, isMean: boolean): tf.KernelFunc {
  return kernel<Reduction>((call) => {
    const { x } = call.inputs;
    const { backend, attrs } = call;
    const axes = tf.util.parseAxisParam(attrs.axis, x.shape).sort((first, second) => first - second);
    const areNeighbours = axes.every((axis, index) => axis === axes[0] + index);
    if (!isFloat(x) || !areNeighbours || axes.length === 0 || elementCount(x.shape) === 0) return elsewhere(name, call);
    const last = axes[axes.length - 1];
    const batch = elementCount(x.shape.slice(0, axes[0]));
    const rows = elementCount(x.shape.slice(axes[0], last + 1));
    const columns = elementCount(x.shape.slice(last + 1));
    const shape = attrs.keepDims
      ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      : x.shape.filter((_, axis) => !axes.includes(axis));
    const { info, values } = backend.output(shape);
    sumRows(backend.kernels, { batch, rows, columns, factor: isMean ? 1 / rows : 1 }, backend.floats(x), values);
    return info;
  });
}

/** x [outer, sizes of the axis, inner], from `start` on. */
function cut(backend: EmbeddedBackend, x: tf.TensorInfo, axis: number, start: number, size: number): tf.TensorInfo {
  const outer = elementCount(x.shape.slice(0, axis));
  const inner = elementCount(x.shape.slice(axis + 1));
  const { info, values } = backend.output(x.shape.map((each, index) => (index === axis ? size : each)));
  const from = { array: backend.floats(x), start: start * inner, stride: x.shape[axis] * inner };
  const to = { array: values, start: 0, stride: size * inner };
  if (values.length > 0) copyRows(backend.kernels, outer, size * inner, from, to);
  return info;
}

/** TensorFlow.js's kernels of which a network's step has many. */
export const plainKernels: Record<string, tf.KernelFunc> = {
  Add: binaryKernel('Add', 'add', 'add'),
  Sub: binaryKernel('Sub', 'subtract', 'reverseSubtract'),
  Multiply: binaryKernel('Multiply', 'multiply', 'multiply'),
  RealDiv: binaryKernel('RealDiv', 'divide', 'reverseDivide'),
  SquaredDifference: binaryKernel('SquaredDifference', 'squaredDifference', 'squaredDifference'),
  Maximum: binaryKernel('Maximum', 'maximum', 'maximum'),
  Minimum: binaryKernel('Minimum', 'minimum', 'minimum'),

  Neg: unaryKernel('Neg', 'negative'),
  Square: unaryKernel('Square', 'square'),
  Sqrt: unaryKernel('Sqrt', 'squareRoot'),
  Rsqrt: unaryKernel('Rsqrt', 'reciprocalRoot'),
  Exp: unaryKernel('Exp', 'exponential'),
  Sigmoid: unaryKernel('Sigmoid', 'sigmoid'),
  Relu: unaryKernel('Relu', 'relu'),
  Abs: unaryKernel('Abs', 'absolute'),
  Reciprocal: unaryKernel('Reciprocal', 'reciprocal'),
  Erf: unaryKernel('Erf', 'errorFunction'),

  Sum: reductionKernel('Sum', false),
  Mean: reductionKernel('Mean', true),

  AddN: kernel((call) => {
    const tensors = Object.values(call.inputs);
    const { backend } = call;
    if (!tensors.every(isFloat) || elementCount(tensors[0].shape) === 0) return elsewhere('AddN', call);
    const { info, values } = backend.output(tensors[0].shape);
    values.set(backend.floats(tensors[0]));
    for (const tensor of tensors.slice(1)) binary(backend.kernels, 'add', values, backend.floats(tensor), values);
    return info;
  }),

  Concat: kernel<{ axis: number }>((call) => {
    const { backend, attrs } = call;
    const tensors = Object.values(call.inputs).filter(({ shape }) => elementCount(shape) > 0);
    if (tensors.length === 0 || !tensors.every(isFloat)) return elsewhere('Concat', call);
    const axis = tf.util.parseAxisParam(attrs.axis, tensors[0].shape)[0];
    const shape = tensors[0].shape.slice();
    shape[axis] = tensors.reduce((sum, tensor) => sum + tensor.shape[axis], 0);
    const outer = elementCount(shape.slice(0, axis));
    const stride = elementCount(shape.slice(axis));
    const { info, values } = backend.output(shape);
    let start = 0;
    for (const tensor of tensors) {
      const length = elementCount(tensor.shape.slice(axis));
      const from = { array: backend.floats(tensor), start: 0, stride: length };
      copyRows(backend.kernels, outer, length, from, { array: values, start, stride });
      start += length;
    }
    return info;
  }),

  SplitV: kernel<{ numOrSizeSplits: number | number[]; axis: number }>((call) => {
    const { x } = call.inputs;
    if (!isFloat(x)) return elsewhere('SplitV', call);
    const axis = tf.util.parseAxisParam(call.attrs.axis, x.shape)[0];
    let start = 0;
    return tf.backend_util.prepareSplitSize(x as tf.Tensor, call.attrs.numOrSizeSplits, axis).map((size) => {
      const part = cut(call.backend, x, axis, start, size);
      start += size;
      return part;
    });
  }),

  Slice: kernel<{ begin: number | number[]; size: number | number[] }>((call) => {
    const { x } = call.inputs;
    const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, call.attrs.begin, call.attrs.size);
    const axes = x.shape.map((_, axis) => axis).filter((axis) => size[axis] !== x.shape[axis]);
    const fits = axes.every((axis) => begin[axis] >= 0 && begin[axis] + size[axis] <= x.shape[axis]);
    if (!isFloat(x) || axes.length > 1 || !fits || elementCount(size) === 0) return elsewhere('Slice', call);
    const axis = axes[0] ?? 0;
    return cut(call.backend, x, axis, begin[axis] ?? 0, size[axis] ?? 1);
  }),

  BatchMatMul: kernel<{ transposeA: boolean; transposeB: boolean }>((call) => {
    const { a, b } = call.inputs;
    const { transposeA = false, transposeB = false } = call.attrs;
    const [aOuter, bOuter] = [a, b].map(({ shape }) => shape.slice(0, -2));
    const [aBatch, bBatch] = [aOuter, bOuter].map(elementCount);
    const [aLast, bLast] = [a, b].map(({ shape }) => shape.slice(-2));
    const [rows, depth] = transposeA ? [aLast[1], aLast[0]] : aLast;
    const [bDepth, columns] = transposeB ? [bLast[1], bLast[0]] : bLast;
    const fits = depth === bDepth && (aBatch === bBatch || aBatch === 1 || bBatch === 1);
    const batch = Math.max(aBatch, bBatch);
    if (!isFloat(a) || !isFloat(b) || !fits || batch * rows * columns * depth === 0)
      return elsewhere('BatchMatMul', call);
    const { backend } = call;
    const { info, values } = backend.output([...(aBatch >= bBatch ? aOuter : bOuter), rows, columns]);
    const shared = { sharedA: aBatch === 1, sharedB: bBatch === 1 };
    const geometry = { batch, rows, columns, depth, ...shared, transposeA, transposeB };
    matmul(backend.kernels, geometry, backend.floats(a), backend.floats(b), null, values);
    return info;
  }),
};
