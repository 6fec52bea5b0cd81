import { describe, expect, it, vi } from 'vitest';
import { availableRuntimes, axpy, conv3d, KernelFailure, loadKernels } from './index.ts';
import { loadWasm } from './wasm.ts';
import { sourceDigest as generatedFrom } from './kernels.wasm.ts';
import { readFileSync } from 'node:fs';
import { signatures } from '../scripts/build-signatures.js';
import { sourceDigest } from '../scripts/sources.js';

const count = 100_003;
const x = Float32Array.from({ length: count }, (_, i) => Math.sin(i));
const expected = Float32Array.from(x, (value, i) => i + Math.fround(0.5) * value);

describe.each(await availableRuntimes())('%s kernels', (runtime) => {
  it.each([1, 2, 5])('compute the same with %i threads', async (threads) => {
    const kernels = await loadKernels({ runtime, threads });
    expect(kernels).toMatchObject({ runtime, threads });
    for (let round = 0; round < 50; round++) {
      const y = Float32Array.from(x, (_, i) => i);
      axpy(kernels, 0.5, x, y);
      expect(y.findIndex((value, i) => Math.abs(value - expected[i]) > 1e-6 * Math.abs(expected[i]))).toBe(-1);
    }
  });

  it('work on memory of their own without copying', async () => {
    const kernels = await loadKernels({ runtime, threads: 2 });
    const before = kernels.memory().used;
    const own = kernels.allocate(count);
    own.set(x);
    const y = kernels.allocate(count).fill(1);
    axpy(kernels, 2, own, y);
    expect(y[7]).toBeCloseTo(1 + 2 * x[7], 6);
    kernels.release(own);
    kernels.release(y);
    expect(kernels.memory().used).toBe(before);
  });

  it('rejects invalid input, naming the operation', async () => {
    const kernels = await loadKernels({ runtime, threads: 1 });
    expect(() => axpy(kernels, 1, new Float32Array(3), new Float32Array(4))).toThrow(
      'axpy: expected y of 3 elements, found 4',
    );
  });
});

it('refuses a number of threads that is none', async () => {
  await expect(loadKernels({ threads: 0 })).rejects.toThrow('expected a positive whole number of threads, found 0');
});

it('the generated WebAssembly was made from the sources as they are', () => {
  expect(generatedFrom).toBe(sourceDigest());
});

it('the generated signatures are those of kernels.def', () => {
  expect(readFileSync(new URL('signatures.generated.ts', import.meta.url), 'utf8')).toBe(signatures());
});

it('WebAssembly runs where memory cannot be shared, on one thread', async () => {
  vi.stubGlobal('SharedArrayBuffer', undefined);
  const kernels = await loadWasm(4).finally(() => vi.unstubAllGlobals());
  expect(kernels.threads).toBe(1);
  const y = kernels.allocate(count).fill(1);
  axpy(kernels, 2, x, y);
  expect(y[7]).toBeCloseTo(1 + 2 * x[7], 6);
});

it('where memory ends, an array and a kernel say what they wanted', async () => {
  const kernels = await loadWasm(1);
  const [x, y] = [0, 1].map(() => kernels.allocate(4 ** 3 * 512));
  const filter = kernels.allocate(27 * 512 ** 2);
  const fill = (megabytes: number): void => {
    for (;;) kernels.allocate(megabytes * 2 ** 18);
  };
  expect(() => fill(256)).toThrow(/^out of memory: expected 256 MB for a tensor, found \d+ MB in use/);
  expect(() => fill(1)).toThrow('out of memory: expected 1 MB');
  const three = [3, 3, 3] as const;
  const sides = { batch: 1, input: [4, 4, 4], output: [4, 4, 4], inChannels: 512, outChannels: 512 } as const;
  const call = (): void =>
    conv3d(kernels, { ...sides, filter: three, strides: [1, 1, 1], before: [1, 1, 1] }, x, filter, null, y);
  expect(call).toThrow(KernelFailure);
  expect(call).toThrow(/^winograd: out of memory: expected \d+ MB of scratch, found no more available$/);
});
