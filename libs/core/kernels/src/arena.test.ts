import { createRandom } from '@braingen/volume';
import { expect, it } from 'vitest';
import { Arena } from './arena.ts';

it('gives disjoint arrays, takes them back, and ends with one gap', () => {
  const random = createRandom('arena');
  const segments: ArrayBuffer[] = [];
  const arena = new Arena((bytes) => {
    segments.push(new ArrayBuffer(bytes));
    return { buffer: segments[segments.length - 1], offset: 0, bytes };
  }, 1 << 16);
  const live: { array: Float32Array; value: number }[] = [];
  for (let i = 0; i < 3000; i++) {
    if (live.length < 20 || random.uniform() < 0.5) {
      const array = arena.allocate(1 + random.integer(900)).fill(i);
      live.push({ array, value: i });
    } else {
      const [{ array, value }] = live.splice(random.integer(live.length), 1);
      expect(array.every((each) => each === value)).toBe(true);
      arena.release(array);
    }
  }
  for (const { array } of live) arena.release(array);
  expect(arena.used).toBe(0);
  const before = segments.length;
  arena.allocate((1 << 14) - 16);
  expect(segments.length).toBe(before);
});

it('refuses an array released before, or never given', () => {
  const arena = new Arena((bytes) => ({ buffer: new ArrayBuffer(bytes), offset: 0, bytes }));
  const array = arena.allocate(5);
  arena.release(array);
  expect(() => arena.release(array)).toThrow('still in use');
  expect(() => arena.release(new Float32Array(3))).toThrow('still in use');
});

it('says what was asked for and what is in use where memory ends', () => {
  let segments = 1;
  const arena = new Arena((bytes) => {
    if (segments-- <= 0) throw new Error('the end');
    return { buffer: new ArrayBuffer(bytes), offset: 0, bytes };
  }, 2 ** 20);
  arena.allocate(2 ** 18);
  expect(() => arena.allocate(2 ** 20)).toThrow(
    'out of memory: expected 4 MB for a tensor, found 1 MB in use and no more available (the end)',
  );
});
