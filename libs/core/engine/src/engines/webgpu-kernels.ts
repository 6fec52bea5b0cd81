import { tf } from '../tf.ts';

const backendName = 'webgpu';

/** TensorFlow.js's kernels that broadcast their inputs a and b. */
const binaryKernels = [
  ...['Add', 'Sub', 'Multiply', 'RealDiv', 'SquaredDifference', 'Maximum', 'Minimum', 'Pow', 'FloorDiv', 'Mod'],
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr'],
];

interface Broadcast {
  readonly a: number[];
  readonly b: number[];
  readonly output: number[];
}

/**
 * Two shapes that broadcast, in as few axes as will do: neighbouring axes of which both tensors have all, or the same
 * tensor repeats, become one. `output` keeps its axes.
 */
export function fewerAxes(aShape: readonly number[], bShape: readonly number[]): Broadcast {
  const rank = Math.max(aShape.length, bShape.length);
  const padded = [aShape, bShape].map((shape) => [...Array<number>(rank - shape.length).fill(1), ...shape]);
  const a: number[] = [];
  const b: number[] = [];
  let kind: number | undefined;
  for (let axis = 0; axis < rank; axis++) {
    const [inA, inB] = [padded[0][axis], padded[1][axis]];
    if (inA === 1 && inB === 1) continue;
    const here = Math.sign(inA - inB);
    if (here === kind) {
      a[a.length - 1] *= inA;
      b[b.length - 1] *= inB;
    } else {
      a.push(inA);
      b.push(inB);
      kind = here;
    }
  }
  return { a, b, output: tf.broadcast_util.assertAndGetBroadcastShape([...aShape], [...bShape]) };
}

/** A kernel around a kernel. */
export type Wrap = (run: tf.KernelFunc) => tf.KernelFunc;

/** Broadcasts of five axes or more in fewer. */
export const withFewerAxes: Wrap = (run) => (call) => {
  const { a, b } = call.inputs as Record<string, tf.TensorInfo>;
  const shapes = fewerAxes(a.shape, b.shape);
  if (shapes.output.length < 5) return run(call);
  const inputs = { a: { ...seen(a), shape: shapes.a }, b: { ...seen(b), shape: shapes.b } };
  return { ...seen(run({ ...call, inputs }) as tf.TensorInfo), shape: shapes.output };
};

/** Padding of five axes or more as padding of four: axes that are not padded go into the one before. */
export const padWithFewerAxes: Wrap = (run) => (call) => {
  const { x } = call.inputs as Record<string, tf.TensorInfo>;
  const attributes = call.attrs as unknown as { paddings: [number, number][]; constantValue: number };
  if (x.shape.length < 5) return run(call);
  const shape = [...x.shape];
  const paddings = attributes.paddings.map((pads) => [...pads] as [number, number]);
  const output = shape.map((size, axis) => size + paddings[axis][0] + paddings[axis][1]);
  for (let axis = shape.length - 1; axis > 0 && shape.length > 4; axis--) {
    if (paddings[axis][0] + paddings[axis][1] > 0) continue;
    const size = shape[axis];
    shape.splice(axis - 1, 2, shape[axis - 1] * size);
    paddings.splice(axis - 1, 2, [paddings[axis - 1][0] * size, paddings[axis - 1][1] * size]);
  }
  if (shape.length > 4) throw new RangeError(`pad: expected at most four axes that are padded, found ${shape.length}`);
  const attrs = { ...attributes, paddings } as unknown as tf.NamedAttrMap;
  const padded = run({ ...call, inputs: { x: { ...seen(x), shape } }, attrs }) as tf.TensorInfo;
  return { ...seen(padded), shape: output };
};

/** What the backend knows a tensor by; of a Tensor, its own fields are getters that a copy would lack. */
const seen = ({ dataId, dtype, shape }: tf.TensorInfo): tf.TensorInfo => ({ dataId, dtype, shape });

/**
 * tfjs-backend-webgpu 4.22 writes shaders that do not compile for broadcasts and padding of five axes, and goes on with
 * zeros. These kernels are given the same work in fewer axes.
 */
export function registerWebGpuKernels(): void {
  const replace = (kernelName: string, wrap: Wrap): void => {
    const config = tf.getKernel(kernelName, backendName);
    if (!config || isReplaced.has(config.kernelFunc)) return;
    const kernelFunc = wrap(config.kernelFunc);
    isReplaced.add(kernelFunc);
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ ...config, kernelFunc });
  };
  for (const name of binaryKernels) replace(name, withFewerAxes);
  replace('PadV2', padWithFewerAxes);
}

const isReplaced = new WeakSet<tf.KernelFunc>();
