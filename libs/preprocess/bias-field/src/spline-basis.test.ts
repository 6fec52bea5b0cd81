import { describe, expect, it } from 'vitest';
import { raised, refineLattice, splineAxis } from './spline-basis.ts';

const everyFourth = Array.from({ length: 11 }, (_, i) => 4 * i);

describe('splineAxis', () => {
  it('weighs four control points, which sum to one', () => {
    const { starts, weights, controls } = splineAxis(everyFourth, 41, 3);
    expect(controls).toBe(6);
    everyFourth.forEach((_, i) => {
      expect([0, 1, 2, 3].reduce((sum, tap) => sum + weights[11 * tap + i], 0)).toBeCloseTo(1, 6);
      expect(starts[i]).toBeLessThanOrEqual(2);
    });
    expect([0, 1, 2, 3].map((tap) => weights[11 * tap])).toEqual([1 / 6, 2 / 3, 1 / 6, 0].map(Math.fround));
  });

  it('puts cubes over the sum of squares', () => {
    const axis = splineAxis([0], 2, 1);
    const [{ weights }] = raised([axis, axis, axis], 3);
    expect(weights[1]).toBeCloseTo((2 / 3) ** 3 / (2 / 36 + 4 / 9), 6);
  });
});

describe('refineLattice', () => {
  it('keeps the spline', () => {
    const lattice = Float32Array.from({ length: 5 * 4 * 6 }, (_, i) => Math.sin(3 * i) + 0.1 * i);
    const spans = [2, 1, 3];
    const refined = refineLattice(lattice, spans);
    expect(refined.spans).toEqual([4, 2, 6]);
    const value = (values: Float32Array, n: readonly number[], at: number[]): number => {
      const axes = at.map((position, axis) => splineAxis([position], 31, n[axis]));
      let sum = 0;
      for (let c = 0; c < 64; c++) {
        const taps = [c % 4, (c >> 2) % 4, c >> 4];
        const index = axes.map(({ starts }, axis) => starts[0] + taps[axis]);
        const weight = axes.reduce((product, { weights }, axis) => product * weights[taps[axis]], 1);
        sum += weight * values[index[0] + axes[0].controls * (index[1] + axes[1].controls * index[2])];
      }
      return sum;
    };
    for (const at of [
      [0, 0, 0],
      [30, 30, 30],
      [7, 19, 23],
      [15, 4, 10],
    ]) {
      expect(value(refined.lattice, refined.spans, at)).toBeCloseTo(value(lattice, spans, at), 4);
    }
  });
});
