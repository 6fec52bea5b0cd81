import { inMemory, type VolumeSource } from '@braingen/trainer';
import { createRandom, type Shape3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { limitOfBackground, measureRims, type Rim } from './rim.ts';

const side = 24;
const shape: Shape3 = [side, side, side];

/** A bright ball, its rim two voxels wide, and what lies around it. */
const ball = (radius: number, rim: number, around: () => number = () => 0): Float32Array =>
  new Float32Array(side ** 3).map((_, at) => {
    const place = [Math.floor(at / side ** 2), Math.floor(at / side) % side, at % side];
    const distance = Math.hypot(...place.map((value) => value - (side - 1) / 2));
    return distance < radius ? 1 : distance < radius + 2 ? rim : around();
  });

const size = (volume: Float32Array, limit: number): number => volume.filter((value) => value > limit).length;

const measureRim = async (volumes: VolumeSource, halvings = 0): Promise<Rim> =>
  (await measureRims(volumes, shape, halvings))[halvings];

describe('measureRims', () => {
  it('is how many voxels lie outside the surface of what is brighter', async () => {
    const heads = [ball(6, 0.1), ball(7, 0.1)];
    const { surface, ratio } = await measureRim(inMemory(heads));
    expect(surface).toBeGreaterThan(0.1);
    expect(surface).toBeLessThan(0.5);
    const sizes = (limit: number): number => heads.reduce((sum, head) => sum + size(head, limit), 0);
    expect(ratio).toBeCloseTo(sizes(0) / sizes(0.5), 10);
  });

  it('of volumes of half the size counts the blocks that a rim reaches into', async () => {
    const { ratio } = await measureRim(inMemory([ball(6, 0.1)]), 1);
    expect(ratio).toBeGreaterThan((await measureRim(inMemory([ball(6, 0.1)]))).ratio);
  });

  it('is none where there are no heads', async () => {
    expect(await measureRim(inMemory([new Float32Array(side ** 3)]))).toEqual({ surface: 0, ratio: 1 });
  });

  it('is not swayed by traces of resampling around a head', async () => {
    const clean = [ball(6, 0.1)];
    const halo = ball(9, 0.001);
    const traced = [clean[0].map((value, at) => value || Math.min(0.001, halo[at]))];
    expect(size(traced[0], 0)).toBeGreaterThan(1.5 * size(clean[0], 0));
    expect((await measureRim(inMemory(traced))).ratio).toBeCloseTo((await measureRim(inMemory(clean))).ratio, 10);
  });
});

describe('limitOfBackground', () => {
  const random = createRandom(1);
  const haze = (most: number) => (): number => most * random.uniform();

  it.each([
    ['in a rim as dark as 0.05', 0.05, 0.04],
    ['far below a rim of 0.3', 0.3, 0.04],
    ['far below a rim of 0.3, though the haze is thick', 0.3, 0.25],
  ])('divides haze from a head %s', async (_, dark, most) => {
    const rim = await measureRim(inMemory([ball(6, dark), ball(7, dark)]));
    const head = ball(6.5, dark, haze(most));
    const limit = limitOfBackground(head, shape, rim);
    expect(limit).toBeGreaterThan(0.95 * most);
    expect(limit).toBeLessThan(dark);
  });

  it('is hardly above 0 where there is no haze', async () => {
    const rim = await measureRim(inMemory([ball(6, 0.1)]));
    expect(limitOfBackground(ball(6, 0.1), shape, rim)).toBeLessThan(0.001);
  });

  it('is the surface itself, where heads have no rim', () => {
    const limit = limitOfBackground(ball(6, 0.3, haze(0.2)), shape, { surface: 0.25, ratio: 1 });
    expect(limit).toBeGreaterThan(0.19);
    expect(limit).toBeLessThanOrEqual(0.25);
  });
});
