import { conv3dFilterGradient, matmul, type ProductGeometry } from '@braingen/kernels';
import { channelsOf } from '../ops/side-by-side.ts';
import type { tf } from '../tf.ts';
import type { EmbeddedBackend } from './embedded-backend.ts';
import { kernel } from './kernel.ts';

/** The products of both parts with their rows of the filter: rows of voxels, channels of each part and of the result. */
function shapes(
  backend: EmbeddedBackend,
  parts: readonly tf.TensorInfo[],
  filter: Float32Array,
  columns: number,
): { rows: number; columns: number; depth: number; values: Float32Array; filterRows: Float32Array }[] {
  let first = 0;
  return parts.map((part) => {
    const depth = channelsOf(part);
    const values = backend.floats(part);
    const filterRows = filter.subarray(first * columns, (first + depth) * columns);
    first += depth;
    return { rows: values.length / depth, columns, depth, values, filterRows };
  });
}

/** The 1x1x1 convolution of two tensors whose channels lie side by side, and its gradients. */
export const projectionKernels: Record<string, tf.KernelFunc> = {
  BraingenProjectBeside: kernel(({ inputs: { x, beside, filter, bias }, backend }) => {
    const columns = channelsOf(filter);
    const { info, values } = backend.output([...x.shape.slice(0, -1), columns]);
    shapes(backend, [x, beside], backend.floats(filter), columns).forEach((part, index) => {
      const geometry: ProductGeometry = {
        batch: 1,
        rows: part.rows,
        columns,
        depth: part.depth,
        accumulate: index > 0,
      };
      const offset = bias && index === 0 ? backend.floats(bias) : null;
      matmul(backend.kernels, geometry, part.values, part.filterRows, offset, values);
    });
    return info;
  }),
  BraingenProjectBesideInputGradient: kernel(({ inputs: { x, beside, filter, dy }, backend }) => {
    const made = [x, beside].map(({ shape }) => backend.output(shape));
    const slope = backend.floats(dy);
    shapes(backend, [x, beside], backend.floats(filter), channelsOf(filter)).forEach((part, index) => {
      const sizes = { batch: 1, rows: part.rows, columns: part.depth, depth: part.columns };
      matmul(backend.kernels, { ...sizes, transposeB: true }, slope, part.filterRows, null, made[index].values);
    });
    return made.map(({ info }) => info);
  }),
  BraingenProjectBesideFilterGradient: kernel(({ inputs: { x, beside, filter, dy }, backend }) => {
    const { info, values } = backend.output(filter.shape);
    const slope = backend.floats(dy);
    const one = [1, 1, 1] as const;
    for (const part of shapes(backend, [x, beside], values, channelsOf(filter))) {
      const line = [1, 1, part.rows] as const;
      const channels = { inChannels: part.depth, outChannels: part.columns };
      const place = { input: line, output: line, filter: one, strides: one, before: [0, 0, 0] as const };
      conv3dFilterGradient(backend.kernels, { batch: 1, ...channels, ...place }, part.values, slope, part.filterRows);
    }
    return info;
  }),
};
