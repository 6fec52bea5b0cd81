import { createRandom, type Shape3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import type { CascadeBase } from './cascade-base.ts';
import { noiseFloor } from './noise-floor.ts';

const side = 24;
const shape: Shape3 = [side, side, side];

/** The mean volume is a cube of 0.5 in the middle, so many voxels from the border. */
function cubeBase(margin: number): CascadeBase {
  const scale = { mean: 0.5, deviation: 0.25, details: [] };
  const inside = (value: number): boolean => value >= margin && value < side - margin;
  const mean = new Float32Array(side ** 3).map((_, at) => {
    const place = [Math.floor(at / side ** 2), Math.floor(at / side) % side, at % side];
    return place.every(inside) ? 0 : -2;
  });
  return {
    window: { grid: shape, offset: [0, 0, 0], shape, background: 0 },
    scales: [scale],
    gaussian: { mean, components: [], variances: [], shrinkage: { share: 0, floor: 0 } },
    backgroundLimit: 0.08,
  };
}

describe('noiseFloor', () => {
  it('is the noise well away from where anyone has something', () => {
    const random = createRandom(1);
    const base = cubeBase(6);
    // Noise of 0 to 0.01 in the air, and a head that reaches two voxels further than the mean one.
    const reach = cubeBase(4).gaussian.mean;
    const volume = Float32Array.from(reach, (value) => (value === 0 ? 0.5 : 0.01 * random.uniform()));
    expect(noiseFloor(volume, base)).toBeGreaterThan(0.0099);
    expect(noiseFloor(volume, base)).toBeLessThanOrEqual(0.01);
  });

  it('cannot be told where heads fill the window', () => {
    expect(noiseFloor(new Float32Array(side ** 3), cubeBase(2))).toBe(Infinity);
  });
});
