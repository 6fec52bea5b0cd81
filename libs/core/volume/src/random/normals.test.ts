import { expect, test } from 'vitest';
import { normals } from './normals.ts';
import { createRandom } from './random.ts';

test('the numbers are those that the generator draws', () => {
  const values = normals(createRandom('a'), 3);
  const random = createRandom('a');
  expect(values).toEqual(Float32Array.of(random.normal(), random.normal(), random.normal()));
});
