import { groupNorm, groupNormGradient, type GroupNormGeometry, type SideBySide } from '@braingen/kernels';
import { elementCount } from '@braingen/volume';
import { channelsOf } from '../ops/side-by-side.ts';
import type { tf } from '../tf.ts';
import type { EmbeddedBackend } from './embedded-backend.ts';
import { kernel } from './kernel.ts';

interface Norm {
  readonly groups: number;
  readonly epsilon: number;
  readonly silu: boolean;
}

/** x, and `beside` where its channels go on in a second tensor. */
type Inputs = Record<string, tf.TensorInfo> & { readonly x: tf.TensorInfo; readonly beside?: tf.TensorInfo };

function shapeOf({ x, beside }: Inputs): number[] {
  return [...x.shape.slice(0, -1), channelsOf(x) + (beside ? channelsOf(beside) : 0)];
}

function geometryOf(inputs: Inputs, attributes: Norm): GroupNormGeometry {
  const shape = shapeOf(inputs);
  const rows = elementCount(shape.slice(1, -1));
  return { batch: shape[0], rows, channels: shape[shape.length - 1], ...attributes };
}

function partsOf(backend: EmbeddedBackend, { x, beside }: Inputs): SideBySide {
  return beside ? [backend.floats(x), backend.floats(beside)] : [backend.floats(x)];
}

const forward = kernel<Norm>(({ inputs, attrs, backend }) => {
  const geometry = geometryOf(inputs as Inputs, attrs);
  const y = backend.output(shapeOf(inputs as Inputs));
  const statistics = backend.output([geometry.batch, geometry.groups, 2]);
  const parts = partsOf(backend, inputs as Inputs);
  const [scale, offset] = [inputs['scale'], inputs['offset']].map((tensor) => backend.floats(tensor));
  groupNorm(backend.kernels, geometry, parts, scale, offset, y.values, statistics.values);
  return [y.info, statistics.info];
});

const backward = kernel<Norm>(({ inputs, attrs, backend }) => {
  const { x, beside, scale, offset, statistics, dy } = inputs as Inputs;
  const [dx, dscale, doffset] = [x, scale, offset].map(({ shape }) => backend.output(shape));
  const dbeside = beside && backend.output(beside.shape);
  const saved = {
    x: partsOf(backend, inputs as Inputs),
    scale: backend.floats(scale),
    offset: backend.floats(offset),
    statistics: backend.floats(statistics),
  };
  const parts: SideBySide = dbeside ? [dx.values, dbeside.values] : [dx.values];
  const gradients = { dx: parts, dscale: dscale.values, doffset: doffset.values };
  groupNormGradient(backend.kernels, geometryOf(inputs as Inputs, attrs), saved, backend.floats(dy), gradients);
  return [dx, dscale, doffset, ...(dbeside ? [dbeside] : [])].map(({ info }) => info);
});

/** Group normalisation and its gradient, of one tensor or of two whose channels lie side by side. */
export const groupNormKernels: Record<string, tf.KernelFunc> = {
  BraingenGroupNorm: forward,
  BraingenGroupNormBeside: forward,
  BraingenGroupNormGradient: backward,
};
