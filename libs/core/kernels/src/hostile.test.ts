import { describe, expect, it } from 'vitest';
import { checkArguments } from './check-arguments.ts';
import * as wrappers from './index.ts';
import {
  availableRuntimes,
  axpy,
  copyRows,
  loadKernels,
  sumRows,
  type KernelArguments,
  type KernelName,
} from './index.ts';
import type { NumberKind, Triple } from './signature.ts';
import { signatures } from './signatures.generated.ts';

const floats = (count: number): Float32Array => new Float32Array(count).fill(0.5);
const volume = (): Float32Array => floats(125);
const shape: Triple = [5, 5, 5];
const sizes = { input: [2, 3, 4] as Triple, output: [2, 3, 4] as Triple, strides: [1, 1, 1] as Triple };
const planes = { shape, first: 1, last: 2 };
const convolution = { batch: 1, inChannels: 2, outChannels: 4, filter: shape3(3), before: shape3(1), ...sizes };
const winograd = { batch: 1, inChannels: 8, outChannels: 8, before: shape3(1), ...sizes };
const attention = { batch: 1, tokens: 2, others: 3, channels: 4, heads: 2, scale: 1 };
const token = (): Float32Array => floats(8);
const other = (): Float32Array => floats(12);
const groups = { batch: 1, rows: 3, channels: 4, groups: 2, epsilon: 1e-5, silu: true, first: 3 };
const spline = {
  ...{ samples: [3, 4, 5] as Triple, controls: shape3(5) },
  ...{ startsX: new Int32Array(3), startsY: new Int32Array(4), startsZ: new Int32Array(5) },
  ...{ weightsX: floats(12), weightsY: floats(16), weightsZ: floats(20) },
};
const lattice = (): Float32Array => floats(125);
const samples = (): Float32Array => floats(60);
const bins = { bins: 4, low: 0, high: 1 };

function shape3(side: number): Triple {
  return [side, side, side];
}

/** Of every kernel, arguments that it takes. */
const valid: { readonly [Name in KernelName]: () => KernelArguments[Name] } = {
  adam: () => ({
    ...{ count: 3, rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, root: 1 },
    ...{ weight: floats(3), mean: floats(3), square: floats(3), gradient: floats(3) },
  }),
  adaptive_means: () => ({
    ...{ ...planes, searchRadius: 1, squared: false, image: volume(), mean: volume(), variance: volume() },
    ...{ sum: volume(), weight: volume(), noise: volume() },
  }),
  attention: () => ({ ...attention, q: token(), k: other(), v: other(), y: token(), logs: floats(4) }),
  attention_gradient: () => ({
    ...{ ...attention, q: token(), k: other(), v: other(), y: token(), logs: floats(4), dy: token() },
    ...{ dq: token(), dk: other(), dv: other() },
  }),
  axpy: () => ({ count: 3, a: 1, x: floats(3), y: floats(3) }),
  binary: () => ({ count: 6, period: 3, operation: 0, a: floats(6), b: floats(3), y: floats(6) }),
  convolution: () => ({ ...convolution, x: floats(48), weight: floats(216), bias: null, y: floats(96) }),
  convolution_few_outputs: () => ({
    ...convolution,
    x: floats(48),
    weight: floats(216),
    bias: floats(4),
    y: floats(96),
  }),
  convolution_filter_gradient: () => ({ ...convolution, x: floats(48), dy: floats(96), gradient: floats(216) }),
  convolution_input_gradient: () => ({ ...convolution, dy: floats(96), weight: floats(216), dx: floats(48) }),
  copy: () => ({
    ...{ rows: 2, length: 3, fromStart: 1, fromStride: 4, toStart: 0, toStride: 3 },
    ...{ from: floats(8), to: floats(6) },
  }),
  dct_filter: () => ({
    ...{ ...planes, threshold: 2, image: volume(), pilot: null, sigma: volume(), levels: floats(64) },
    ...{ sum: volume(), weight: volume() },
  }),
  group_norm: () => ({
    ...{ ...groups, x: floats(9), rest: floats(3), scale: floats(4), offset: floats(4), y: floats(12) },
    ...{ statistics: floats(4) },
  }),
  group_norm_gradient: () => ({
    ...{ ...groups, x: floats(9), rest: floats(3), scale: floats(4), offset: floats(4), statistics: floats(4) },
    ...{ dy: floats(12), dx: floats(9), drest: floats(3), dscale: floats(4), doffset: floats(4) },
  }),
  guided_means: () => ({
    ...{ ...planes, searchRadius: 1, bandwidth: 1, meanWeight: 3, squared: true, image: volume(), guide: volume() },
    ...{ mean: volume(), sigma: volume(), output: volume() },
  }),
  local_moments: () => ({ ...planes, image: volume(), mean: volume(), variance: volume() }),
  local_noise: () => ({
    ...{ ...planes, cells: [1, 2, 3], step: 2, half: 2, flattest: 0.5, band: volume(), slope: volume() },
    ...{ mask: new Uint8Array(125), medians: floats(6), counts: floats(6) },
  }),
  matmul: () => ({
    ...{ batch: 2, rows: 3, columns: 4, depth: 5, sharedA: true, sharedB: false, transposeA: false, transposeB: false },
    ...{ accumulate: false, a: floats(15), b: floats(40), bias: floats(4), c: floats(24) },
  }),
  mattes_gradient: () => ({
    ...{ count: 3, bins: 6, points: floats(9), fixedBins: new Uint8Array(3), kept: floats(12) },
    ...{ ratio: new Float64Array(36), gradient: new Float64Array(12) },
  }),
  mattes_histogram: () => ({
    ...{ count: 3, bins: 6, movingShape: shape, moving: volume().fill(3), points: floats(9) },
    ...{ fixedBins: new Uint8Array(3), counted: null, matrix: new Float64Array(12), kept: floats(12) },
    ...{ joint: new Float64Array(37) },
  }),
  mean_squared_error: () => ({ count: 3, a: floats(3), b: floats(3), mean: floats(1) }),
  moving_average: () => ({ count: 3, decay: 0.9, average: floats(3), value: floats(3) }),
  noise_band: () => ({ ...planes, image: volume(), band: volume(), slope: volume() }),
  patch_fusion: () => ({
    ...{ shape, entries: 1, count: 1, patchRadius: 1, searchRadius: 1, bandwidth: 1, floor: 1, image: volume() },
    ...{ library: floats(141), labels: floats(141), places: Int32Array.of(62), fused: floats(1), nearest: floats(1) },
  }),
  residual_histogram: () => ({
    ...{ samples: spline.samples, ...bins, data: samples(), weight: samples(), field: samples() },
    ...{ partial: new Float64Array(20) },
  }),
  spline_correct: () => ({
    ...{ ...spline, lattice: lattice(), first: 0, last: 5, offset: 0, shift: 1, image: samples(), field: samples() },
    ...{ corrected: samples() },
  }),
  spline_evaluate: () => ({
    ...{ ...spline, lattice: lattice(), data: samples(), weight: samples(), field: samples() },
    ...{ partial: new Float64Array(25) },
  }),
  spline_gather: () => ({
    ...{ ...spline, ...bins, numerators: lattice(), data: samples(), weight: samples(), field: samples() },
    ...{ expected: floats(4), partial: floats(125) },
  }),
  sum: () => ({ batch: 2, rows: 3, columns: 4, factor: 1, x: floats(24), sums: floats(8) }),
  turn_weights: () => ({
    ...{ count: 2, inChannels: 3, taps: 4, outChannels: 5, first: 3, values: floats(24), weight: floats(60) },
  }),
  unary: () => ({ count: 3, operation: 2, x: floats(3), y: floats(3) }),
  upsample: () => ({ planes: 2, height: 1, width: 2, channels: 3, x: floats(12), y: floats(96) }),
  upsample_gradient: () => ({ planes: 2, height: 1, width: 2, channels: 3, dy: floats(96), dx: floats(12) }),
  winograd: () => ({ ...winograd, flipped: false, x: floats(192), weight: floats(1728), bias: null, y: floats(192) }),
  winograd_filter_gradient: () => ({ ...winograd, x: floats(192), dy: floats(192), gradient: floats(1728) }),
};

const noSizes = [-1, 0, 0.5, NaN, Infinity, 2 ** 31, -(2 ** 31), 2 ** 53, '2', undefined, null];
const hostileNumbers: Readonly<Record<NumberKind, readonly unknown[]>> = {
  SIZE: noSizes,
  SIZES: [...noSizes.map((size) => [2, size, 2]), [2, 2], [2, 2, 2, 2], 3, null, undefined],
  OFFSET: noSizes.filter((size) => size !== 0),
  OFFSETS: [...noSizes.filter((size) => size !== 0).map((size) => [1, 1, size]), [1], null],
  REAL: [NaN, Infinity, -Infinity, '1', null, undefined],
  FLAG: [0, 1, 'yes', null, undefined],
};

/** The same arguments, one of them replaced by what C must never see. */
function* hostile(name: KernelName): Generator<readonly [what: string, args: object]> {
  const { numbers, buffers } = signatures[name];
  for (const [each, kind] of numbers as readonly (readonly [string, NumberKind])[]) {
    for (const value of hostileNumbers[kind]) yield [`${each} ${String(value)}`, { ...valid[name](), [each]: value }];
  }
  for (const { name: each, shape: sides, optional = false, end } of buffers) {
    const args = valid[name]() as Readonly<Record<string, unknown>>;
    const array = (args[each] ?? floats(4)) as Float32Array;
    const replacements: unknown[] = [undefined, {}, [1, 2], new Int16Array(array.length), new ArrayBuffer(8)];
    if (!optional) replacements.push(null);
    if (sides) replacements.push(floats(array.length + 1), array.subarray(1), array.subarray(0, 0));
    else replacements.push(array.subarray(0, 1));
    if (end)
      replacements.push(
        array.map(() => 1_000_000),
        array.map(() => -1),
      );
    for (const value of replacements)
      yield [`${each} ${Object.prototype.toString.call(value)}`, { ...args, [each]: value }];
  }
}

describe.each(await availableRuntimes())('on %s', (runtime) => {
  const names = Object.keys(signatures) as KernelName[];

  it.each(names)('%s runs on what its signature allows, and on nothing else', async (name) => {
    const kernels = await loadKernels({ runtime, threads: 2 });
    kernels.call(name, valid[name]() as never);
    let count = 0;
    for (const [what, args] of hostile(name)) {
      count++;
      expect(() => kernels.call(name, args as never, 'theOperation'), what).toThrow(
        /^theOperation: expected .*, found /,
      );
    }
    expect(count).toBeGreaterThan(10);
  });

  it('wrappers name themselves and never crash on geometries that are none', async () => {
    const kernels = await loadKernels({ runtime, threads: 1 });
    const rows = (array: Float32Array, start: number, stride: number) => ({ array, start, stride });
    expect(() => copyRows(kernels, 1, 4, rows(floats(64), -(2 ** 31), 1), rows(floats(64), 0, 1))).toThrow(
      /^copyRows: /,
    );
    expect(() => sumRows(kernels, { batch: 2 ** 31 - 1, rows: 6, columns: 0 }, floats(0), floats(0))).toThrow(
      /^sumRows: /,
    );
    const strange = {
      batch: 1,
      inChannels: 8,
      outChannels: 8,
      filter: shape3(3),
      strides: shape3(1),
      before: shape3(1),
    };
    const negative: Triple = [-2, -2, 4];
    expect(() =>
      wrappers.conv3d(
        kernels,
        { ...strange, input: negative, output: negative },
        floats(128),
        floats(1728),
        null,
        floats(128),
      ),
    ).toThrow(/^conv3d: expected whole numbers of 1 to \d+ as input, found \[-2, -2, 4\]$/);
    const mattes = { moving: floats(64).fill(3), movingShape: shape3(4), points: floats(3), bins: 5, kept: floats(4) };
    const bin = { ...mattes, fixedBins: Uint8Array.of(255) };
    const matrix = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    expect(() => wrappers.mattesHistogram(kernels, bin, matrix, new Float64Array(26))).toThrow(/fixed bin/);
    expect(() => wrappers.unary(kernels, 'no such operation' as 'relu', floats(1), floats(1))).toThrow(/^unary: /);
  });
});

it('an error of arguments stays on a line', () => {
  const long = 'x'.repeat(1e6);
  expect(() => checkArguments('axpy', { ...valid.axpy(), count: long as unknown as number })).toThrow(
    /^axpy: .{0,200}$/,
  );
});

it('what an error says', async () => {
  const kernels = await loadKernels({ threads: 1 });
  expect(() => axpy(kernels, 1, floats(3), floats(4))).toThrow('axpy: expected y of 3 elements, found 4');
  expect(() => kernels.call('attention', { ...valid.attention(), heads: 3 })).toThrow(
    'attention: expected channels % heads == 0, found channels 4, heads 3',
  );
});
