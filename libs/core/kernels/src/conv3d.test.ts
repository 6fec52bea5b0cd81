import { createRandom } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  availableRuntimes,
  conv3d,
  conv3dFilterGradient,
  conv3dInputGradient,
  loadKernels,
  type ConvolutionGeometry,
  type Kernels,
  type Triple,
} from './index.ts';

interface Size {
  readonly batch: number;
  readonly input: Triple;
  readonly inChannels: number;
  readonly filter: Triple;
  readonly outChannels: number;
  readonly strides: Triple;
  readonly before: Triple;
}

function geometryOf(size: Size): ConvolutionGeometry {
  const output = size.input.map(
    (each, axis) => Math.floor((each + 2 * size.before[axis] - size.filter[axis]) / size.strides[axis]) + 1,
  ) as unknown as Triple;
  return { ...size, output };
}

/** Calls back with every triple of indices of x, filter and y that meet in a product. */
function eachProduct(g: ConvolutionGeometry, visit: (x: number, filter: number, y: number) => void): void {
  const [d, h, w] = g.input;
  const [fd, fh, fw] = g.filter;
  const [od, oh, ow] = g.output;
  for (let y = 0; y < g.batch * od * oh * ow; y++) {
    const at = [Math.floor(y / ow / oh) % od, Math.floor(y / ow) % oh, y % ow];
    const item = Math.floor(y / ow / oh / od);
    for (let tap = 0; tap < fd * fh * fw; tap++) {
      const taps = [Math.floor(tap / fw / fh), Math.floor(tap / fw) % fh, tap % fw];
      const [i, j, k] = at.map((each, axis) => each * g.strides[axis] + taps[axis] - g.before[axis]);
      if (i < 0 || i >= d || j < 0 || j >= h || k < 0 || k >= w) continue;
      const x = ((item * d + i) * h + j) * w + k;
      for (let a = 0; a < g.inChannels; a++) {
        for (let b = 0; b < g.outChannels; b++) {
          visit(x * g.inChannels + a, (tap * g.inChannels + a) * g.outChannels + b, y * g.outChannels + b);
        }
      }
    }
  }
}

const product = (...sizes: number[]): number => sizes.reduce((a, b) => a * b, 1);

function inputs(g: ConvolutionGeometry): { x: Float32Array; filter: Float32Array; dy: Float32Array } {
  const random = createRandom('conv3d');
  const normals = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.normal());
  return {
    x: normals(product(g.batch, ...g.input, g.inChannels)),
    filter: normals(product(...g.filter, g.inChannels, g.outChannels)),
    dy: normals(product(g.batch, ...g.output, g.outChannels)),
  };
}

/** In double precision, by the definition. */
function direct(g: ConvolutionGeometry, { x, filter, dy }: ReturnType<typeof inputs>): Float64Array[] {
  const y = new Float64Array(dy.length);
  const dx = new Float64Array(x.length);
  const dfilter = new Float64Array(filter.length);
  eachProduct(g, (i, j, k) => {
    y[k] += x[i] * filter[j];
    dx[i] += dy[k] * filter[j];
    dfilter[j] += dy[k] * x[i];
  });
  return [y, dx, dfilter];
}

function computed(
  kernels: Kernels,
  g: ConvolutionGeometry,
  { x, filter, dy }: ReturnType<typeof inputs>,
): Float32Array[] {
  const results = [dy, x, filter].map(({ length }) => new Float32Array(length).fill(NaN));
  conv3d(kernels, g, x, filter, null, results[0]);
  conv3dInputGradient(kernels, g, dy, filter, results[1]);
  conv3dFilterGradient(kernels, g, x, dy, results[2]);
  return results;
}

function largestError(found: Float32Array, expected: Float64Array): number {
  const size = expected.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  // A NaN must not be lost in a comparison.
  return found.reduce(
    (most, each, i) => (Math.abs(each - expected[i]) / size <= most ? most : Math.abs(each - expected[i]) / size),
    0,
  );
}

const one: Triple = [1, 1, 1];
const three: Triple = [3, 3, 3];
const sizes: readonly Size[] = [
  { batch: 2, input: [5, 6, 7], inChannels: 9, filter: three, outChannels: 35, strides: one, before: one },
  { batch: 1, input: [6, 9, 3], inChannels: 40, filter: three, outChannels: 16, strides: one, before: [0, 1, 2] },
  { batch: 1, input: [9, 2, 5], inChannels: 16, filter: three, outChannels: 16, strides: one, before: one },
  { batch: 1, input: [7, 8, 6], inChannels: 6, filter: three, outChannels: 10, strides: [2, 2, 2], before: one },
  { batch: 2, input: [3, 5, 4], inChannels: 17, filter: one, outChannels: 18, strides: one, before: [0, 0, 0] },
  { batch: 1, input: [6, 5, 4], inChannels: 30, filter: three, outChannels: 2, strides: one, before: one },
];

const runtimes = [
  { runtime: 'native' },
  { runtime: 'native', simd: 'avx2' },
  { runtime: 'native', simd: 'plain' },
  { runtime: 'wasm' },
] as const;

const there = await availableRuntimes();
// Widths this CPU lacks cannot be tried on it.
const available = runtimes.filter(
  (each) => there.includes(each.runtime) && (process.arch === 'x64' || !('simd' in each)),
);

describe.each(available)('conv3d on $runtime $simd', (options) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await loadKernels({ ...options, threads: 2 });
  });

  it.each(sizes)('$input $inChannels -> $outChannels, $filter', (size) => {
    const g = geometryOf(size);
    const given = inputs(g);
    const expected = direct(g, given);
    computed(kernels, g, given).forEach((found, index) =>
      expect(largestError(found, expected[index])).toBeLessThan(4e-6),
    );
  });
});

describe.each(there)('%s', (runtime) => {
  it('gives the same bits with any number of threads', async () => {
    const g = geometryOf({ ...sizes[0], input: [12, 10, 14], inChannels: 20 });
    const given = inputs(g);
    const alone = computed(await loadKernels({ runtime, threads: 1 }), g, given);
    for (const threads of [2, 5]) {
      const found = computed(await loadKernels({ runtime, threads }), g, given);
      found.forEach((each, index) =>
        expect(Buffer.from(each.buffer).equals(Buffer.from(alone[index].buffer))).toBe(true),
      );
    }
  });

  it('refuses arrays that do not fit', async () => {
    const kernels = await loadKernels({ runtime, threads: 1 });
    const g = geometryOf(sizes[0]);
    const { x, filter, dy } = inputs(g);
    expect(() => conv3d(kernels, g, x.subarray(1), filter, null, dy)).toThrow(
      'conv3d: expected x of 3780 elements (2 x 210 x 9), found 3779',
    );
  });
});
