import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import reference from '../../../../test-fixtures/reference/metrics/transport.json' with { type: 'json' };
import { wassersteinDistance } from './optimal-transport.ts';
import { once } from './statistic.ts';

const squares = (x: readonly (readonly number[])[], y: readonly (readonly number[])[]): Float64Array =>
  Float64Array.from(x.flatMap((a) => y.map((b) => a.reduce((sum, value, k) => sum + (value - b[k]) ** 2, 0))));

describe('wassersteinDistance', () => {
  const points = (count: number, axes: number, phase: number): number[][] =>
    Array.from({ length: count }, (_, i) =>
      Array.from({ length: axes }, (_, k) => Math.sin(phase + 1.7 * (i * axes + k) + 0.013 * (i * axes + k) ** 2)),
    );

  it.each(reference.cases)('of $n and $m points on $axes axes is that of linear programming', (one) => {
    const distances = squares(points(one.n, one.axes, 0), points(one.m, one.axes, 0.5));
    const [first, second] = [one.first, one.second].map((counts) => Float64Array.from(counts));
    expect(wassersteinDistance(distances, first, second)).toBeCloseTo(one.distance, 9);
  });

  it('is the way by which a cloud was moved, and the same both ways', () => {
    const random = createRandom(1);
    const cloud = Array.from({ length: 86 }, () => [random.normal(), random.normal(), random.normal()]);
    const moved = cloud.map(([a, b, c]) => [a + 3, b, c - 4]);
    expect(wassersteinDistance(squares(cloud, moved), once(86), once(86))).toBeCloseTo(5, 9);
    expect(wassersteinDistance(squares(moved, cloud), once(86), once(86))).toBeCloseTo(5, 9);
    expect(wassersteinDistance(squares(cloud, cloud), once(86), once(86))).toBe(0);
  });
});
