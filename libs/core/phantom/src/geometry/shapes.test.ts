import { createRandom } from '@braingen/volume';
import { expect, it } from 'vitest';
import { CoarseField, latticeOver } from './coarse-field.ts';
import { ellipsoidDistance, smoothUnion, tubeDistance } from './shapes.ts';
import { SplineNoise } from './spline-noise.ts';
import { RadiusTable } from './star-surface.ts';

it('measures distances to a sphere three ways alike', () => {
  const star = new RadiusTable({ centre: [3, 4, 5], degree: 0, symmetric: true, coefficients: [10] });
  const random = createRandom(1);
  for (let n = 0; n < 50; n++) {
    const [x, y, z] = [0, 1, 2].map(() => 30 * random.uniform() - 10);
    const exact = 10 - Math.hypot(x - 3, y - 4, z - 5);
    expect(star.distance(x, y, z)).toBeCloseTo(exact, 4);
    expect(ellipsoidDistance({ centre: [3, 4, 5], radii: [10, 10, 10] }, x, y, z)).toBeCloseTo(exact, 8);
    const tube = [[3, 4, 5, 10] as const, [3, 4, 5.000001, 10] as const];
    expect(tubeDistance(tube, x, y, z)).toBeCloseTo(exact, 4);
  }
});

it('measures distance to first order near a surface that is no sphere', () => {
  // Y_20 elongates: radius 10 + 2 * sqrt(5) / 2 * (3 cos^2 - 1), along z 10 + 2 sqrt(5).
  const star = new RadiusTable({ centre: [0, 0, 0], degree: 2, symmetric: true, coefficients: [10, 0, 0, 2, 0, 0] });
  expect(star.distance(0, 0, 0)).toBeGreaterThan(0);
  expect(star.distance(0, 0, 10 + 2 * Math.sqrt(5))).toBeCloseTo(0, 2);
  expect(star.distance(10 - Math.sqrt(5), 0, 0)).toBeCloseTo(0, 2);
  const [x, y, z] = [5, 4, 7];
  const h = 0.5;
  const slope = Math.hypot(
    star.distance(x + h, y, z) - star.distance(x - h, y, z),
    star.distance(x, y + h, z) - star.distance(x, y - h, z),
    star.distance(x, y, z + h) - star.distance(x, y, z - h),
  );
  expect(slope / (2 * h)).toBeGreaterThan(0.85);
  expect(slope / (2 * h)).toBeLessThan(1.15);
});

it('knows a symmetric surface from one that is not', () => {
  const symmetric = new RadiusTable({ centre: [0, 0, 0], degree: 1, symmetric: true, coefficients: [10, 0, 2] });
  expect(symmetric.distance(5, 3, 1)).toBeCloseTo(symmetric.distance(-5, 3, 1), 5);
  const lopsided = new RadiusTable({ centre: [0, 0, 0], degree: 1, symmetric: false, coefficients: [10, 0, 0, 2] });
  expect(lopsided.distance(5, 3, 1)).toBeGreaterThan(lopsided.distance(-5, 3, 1) + 2);
});

it('unites shapes without a crease and never loses ground', () => {
  expect(smoothUnion(3, -9, 4)).toBe(3);
  expect(smoothUnion(2, 2, 4)).toBe(3);
});

it('makes noise of unit variance, its gradient that of its values', () => {
  const noise = new SplineNoise(createRandom(7), latticeOver([-60, -60, -60], [60, 60, 60], 5), 24);
  const random = createRandom(8);
  let squares = 0;
  for (let n = 0; n < 4000; n++) {
    const [x, y, z] = [0, 1, 2].map(() => 100 * random.uniform() - 50);
    squares += noise.evaluate(x, y, z) ** 2;
    if (n > 20) continue;
    const { gx, gy, gz } = noise;
    const h = 1e-3;
    expect(gx).toBeCloseTo((noise.evaluate(x + h, y, z) - noise.evaluate(x - h, y, z)) / (2 * h), 4);
    expect(gy).toBeCloseTo((noise.evaluate(x, y + h, z) - noise.evaluate(x, y - h, z)) / (2 * h), 4);
    expect(gz).toBeCloseTo((noise.evaluate(x, y, z + h) - noise.evaluate(x, y, z - h)) / (2 * h), 4);
  }
  expect(squares / 4000).toBeGreaterThan(0.7);
  expect(squares / 4000).toBeLessThan(1.4);
});

it('interpolates what is linear exactly', () => {
  const field = new CoarseField(latticeOver([-10, -20, 0], [10, 20, 30], 4), 2, (x, y, z, out) => {
    out[0] = x + 2 * y - z;
    out[1] = 3;
  });
  const out = new Float64Array(2);
  field.sample(1.3, -7.7, 12.2, out);
  expect(out[0]).toBeCloseTo(1.3 - 15.4 - 12.2, 4);
  expect(out[1]).toBe(3);
});
