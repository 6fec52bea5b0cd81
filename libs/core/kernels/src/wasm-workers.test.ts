import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { KernelFailure, matmul } from './index.ts';
import { loadWasm } from './wasm.ts';
import type { Workers } from './wasm-workers.ts';

it('a call whose worker dies fails at once, naming the operation; later ones go on without it', async () => {
  let workers: Workers | undefined;
  const kernels = await loadWasm(4, (started) => (workers = started));
  expect(kernels.threads).toBe(4);
  const product = (size: number): Float32Array => {
    const geometry = { batch: 1, rows: size, columns: size, depth: size };
    const arrays = [1, 2, 0].map((value) => kernels.allocate(size * size).fill(value));
    try {
      matmul(kernels, geometry, arrays[0], arrays[1], null, arrays[2]);
      return arrays[2].slice();
    } finally {
      for (const array of arrays) kernels.release(array);
    }
  };
  const began = performance.now();
  product(1500);
  const alone = performance.now() - began;

  // A worker that ends before or after the call does no harm, so another one has to.
  let failure: unknown;
  for (let index = 2; index >= 0 && !failure; index--) {
    workers?.end(index, alone / 6);
    try {
      product(1500);
    } catch (error) {
      failure = error;
    }
  }
  expect(failure).toBeInstanceOf(KernelFailure);
  expect((failure as Error).message).toBe('matmul: a worker thread died');
  expect(product(100).every((value) => value === 200)).toBe(true);
});

it('threads keep a process alive while they start, and no longer', () => {
  const source = fileURLToPath(new URL('./wasm.ts', import.meta.url));
  const program = `
    import('jiti').then(async ({ createJiti }) => {
      const { loadWasm } = await createJiti(process.argv[1]).import(process.argv[1]);
      console.log((await loadWasm(3)).threads);
    });`;
  const options = {
    encoding: 'utf8',
    timeout: 50_000,
    env: { ...process.env, NODE_OPTIONS: '--conditions=@braingen/source' },
  } as const;
  expect(execFileSync(process.execPath, ['-e', program, source], options)).toBe('3\n');
});
