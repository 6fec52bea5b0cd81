import { createRandom } from '@braingen/volume';
import { expect, it } from 'vitest';
import { Arena } from './arena.ts';
import { imaginaryKernels } from './imaginary.ts';

it('lays arrays out as the real arena does', () => {
  const real = new Arena((bytes) => ({ buffer: new ArrayBuffer(bytes), offset: 0, bytes }));
  const imaginary = imaginaryKernels('native');
  const random = createRandom('imaginary');
  const live: [Float32Array, Float32Array][] = [];
  for (let i = 0; i < 400; i++) {
    if (live.length < 10 || random.uniform() < 0.5) {
      const count = 1 + random.integer(400_000);
      live.push([real.allocate(count), imaginary.allocate(count)]);
      const [array, image] = live[live.length - 1];
      expect([image.length, image.byteOffset, image.byteLength]).toEqual([count, array.byteOffset, array.byteLength]);
    } else {
      const [[array, image]] = live.splice(random.integer(live.length), 1);
      real.release(array);
      imaginary.release(image);
    }
    expect(imaginary.memory()).toEqual({ used: real.used, reserved: real.reserved });
    expect(imaginary.touched()).toBeLessThanOrEqual(real.reserved);
  }
});

it('remembers what was touched after it is released, once', () => {
  const kernels = imaginaryKernels('native');
  for (let i = 0; i < 3; i++) kernels.release(kernels.allocate(2 ** 20));
  expect(kernels.touched()).toBe(2 ** 22);
  expect(kernels.memory().used).toBe(0);
});

it('gives parts of an array, and ends where WebAssembly ends', () => {
  const kernels = imaginaryKernels('wasm');
  const array = kernels.allocate(2 ** 29);
  expect(array.subarray(2 ** 20, 2 ** 21).length).toBe(2 ** 20);
  expect(() => array.set(new Float32Array(3), 2 ** 28)).not.toThrow();
  expect(() => kernels.allocate(2 ** 29)).toThrow(
    /^out of memory: expected 2048 MB for a tensor, found 2048 MB in use/,
  );
});
