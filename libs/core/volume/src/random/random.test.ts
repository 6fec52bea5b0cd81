import { expect, it } from 'vitest';
import { createRandom } from './random.ts';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

it('repeats itself for the same seed, and for no other', () => {
  const first = draw(8, createRandom(1).uniform);
  expect(draw(8, createRandom(1).uniform)).toEqual(first);
  for (const seed of [0, 2, -1, 1.5, '1 ']) expect(draw(8, createRandom(seed).uniform)).not.toEqual(first);
});

it('never changes from release to release', () => {
  const random = createRandom(2024);
  expect([random.integer(1000), random.integer(1000), random.integer(1000), random.integer(1000)]).toEqual([
    23, 97, 311, 310,
  ]);
});

it('forks by label alone, whatever was drawn', () => {
  const parent = createRandom(5);
  const before = draw(5, parent.fork('noise').uniform);
  draw(100, parent.normal);
  expect(draw(5, parent.fork('noise').uniform)).toEqual(before);
  expect(draw(5, parent.fork('pose').uniform)).not.toEqual(before);
  expect(draw(5, parent.fork('noise').fork(1).uniform)).not.toEqual(draw(5, parent.fork('noise').fork(2).uniform));
});

it('is uniform and normal', () => {
  const random = createRandom('moments');
  const uniform = draw(100_000, random.uniform);
  const normal = draw(100_000, random.normal);
  const moment = (values: number[], power: number): number =>
    values.reduce((sum, value) => sum + value ** power, 0) / values.length;
  expect(Math.min(...uniform.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform.slice(0, 1000))).toBeLessThan(1);
  // Five standard errors.
  expect(Math.abs(moment(uniform, 1) - 1 / 2)).toBeLessThan(0.0046);
  expect(Math.abs(moment(uniform, 2) - 1 / 3)).toBeLessThan(0.0048);
  expect(Math.abs(moment(normal, 1))).toBeLessThan(0.016);
  expect(Math.abs(moment(normal, 2) - 1)).toBeLessThan(0.023);
  expect(Math.abs(moment(normal, 3))).toBeLessThan(0.062);
  expect(Math.abs(moment(normal, 4) - 3)).toBeLessThan(0.16);
});

it('gives whole numbers below the bound, each about as often', () => {
  const random = createRandom(3);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
