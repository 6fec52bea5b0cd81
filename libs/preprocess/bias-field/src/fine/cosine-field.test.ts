import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { cosineAxis, evaluatePlane, normalEquations, type CosineAxes } from './cosine-field.ts';

const axes: CosineAxes = [
  cosineAxis([0, 1, 3, 4, 6], -0.5, 7, 3),
  cosineAxis([0, 2, 3, 5], -0.5, 6, 2),
  cosineAxis([1, 2, 4], 0, 5, 4),
];

/** All cosines at all positions, the slow way. */
const basis = Array.from({ length: 60 }, (_, i) =>
  Array.from({ length: 24 }, (_, k) => {
    const position = [i % 5, Math.floor(i / 5) % 4, Math.floor(i / 20)];
    const order = [k % 3, Math.floor(k / 3) % 2, Math.floor(k / 6)];
    return axes.reduce((product, { values, count }, axis) => product * values[position[axis] * count + order[axis]], 1);
  }),
);

describe('cosine fields', () => {
  const random = createRandom('cosines');

  it('are sums of their cosines', () => {
    const coefficients = Float64Array.from({ length: 24 }, () => random.normal());
    const plane = new Float64Array(20);
    for (let z = 0; z < 3; z++) {
      evaluatePlane(axes, coefficients, z, plane);
      plane.forEach((value, i) => {
        expect(value).toBeCloseTo(
          basis[20 * z + i].reduce((sum, cosine, k) => sum + cosine * coefficients[k], 0),
          10,
        );
      });
    }
  });

  it('gather the gradient and the lower triangle of the matrix', () => {
    const first = Float64Array.from({ length: 60 }, () => random.normal());
    const second = Float64Array.from({ length: 60 }, () => random.uniform());
    const { gradient, matrix } = normalEquations(axes, first, second);
    for (let k = 0; k < 24; k++) {
      expect(gradient[k]).toBeCloseTo(
        basis.reduce((sum, row, i) => sum + first[i] * row[k], 0),
        9,
      );
      for (let m = 0; m <= k; m++) {
        expect(matrix[24 * k + m]).toBeCloseTo(
          basis.reduce((sum, row, i) => sum + second[i] * row[k] * row[m], 0),
          9,
        );
      }
    }
  });
});
