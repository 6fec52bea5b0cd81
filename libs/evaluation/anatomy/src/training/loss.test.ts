import { createRandom } from '@braingen/volume';
import { expect, it } from 'vitest';
import { outputsPerVoxel } from '../network.ts';
import { lossAndGradient } from './loss.ts';

const region = Uint8Array.of(0, 3, 3, 4, 8, 1, 4, 0);
const side = Uint8Array.of(0, 1, 2, 2, 0, 0, 1, 0);
const random = createRandom(1);
const logits = Float32Array.from({ length: region.length * outputsPerVoxel }, () => random.normal());
const lossAt = (values: Float32Array): number => lossAndGradient(values.slice(), { region, side }).loss;

it('has the gradient that finite differences have', () => {
  const { gradient } = lossAndGradient(logits.slice(), { region, side });
  const step = 1e-2;
  for (let i = 0; i < logits.length; i++) {
    const [up, down] = [logits.slice(), logits.slice()];
    up[i] += step;
    down[i] -= step;
    expect(Math.abs((lossAt(up) - lossAt(down)) / (2 * step) - gradient[i])).toBeLessThan(2e-4);
  }
});

it('is 0 for what is right', () => {
  const right = logits.map((_, i) => {
    const [voxel, output] = [Math.floor(i / outputsPerVoxel), i % outputsPerVoxel];
    if (output === outputsPerVoxel - 1) return side[voxel] === 2 ? 40 : -40;
    return output === region[voxel] ? 40 : 0;
  });
  expect(lossAt(right)).toBeLessThan(1e-6);
});

it('says how many logits it expects', () => {
  expect(() => lossAndGradient(logits.slice(1), { region, side })).toThrow('expected 80 logits for 8 voxels, found 79');
});
