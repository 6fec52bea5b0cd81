import { inMemory } from '@braingen/trainer';
import { startEngine, tf } from '@braingen/engine';
import type { Condition } from '@braingen/unet3d';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitBase } from '../fit-base.ts';
import { fromBlocks } from '../pyramid/blocks.ts';
import { coarsen } from '../pyramid/coarsen.ts';
import { haarJoin, haarSplit } from '../pyramid/haar.ts';
import { largestDifference } from '../reference.test-data.ts';
import { toyGrid, toyStages, toyVolumes } from '../toy.test-data.ts';
import { stageSet } from './stage-set.ts';

beforeAll(() => startEngine());

const volumes = inMemory(toyVolumes(4));
const { data } = await fitBase(volumes, toyGrid, { halvings: 2 });
const [coarseStage, middle, fine] = toyStages;

async function readBack(condition: Condition | undefined): Promise<{ channels: Float32Array; told: number[][] }> {
  const { channels, covariates } = condition as { channels: tf.Tensor5D; covariates: tf.Tensor2D };
  return { channels: (await channels.data()) as Float32Array, told: (await covariates.array()) as number[][] };
}

describe('stageSet', () => {
  it('gives details and the coarse volume that join to the volume itself', async () => {
    const set = stageSet({ ...fine, jitter: 0 }, { ...data, covariates: [[0.1], [0.2], [0.3], [0.4]] }, { seed: 1 });
    expect(set.shape).toEqual([8, 8, 8, 7]);
    const drawn = await set.volume(2);
    const { channels, told } = await readBack(set.conditions?.([{ volume: 2, dropped: false }]));
    const { mean, deviation, details } = data.scales[1];
    const coarse = Float32Array.from({ length: 512 }, (_, i) => channels[4 * i] * deviation + mean);
    const joined = haarJoin({ coarse, details: drawn.map((value, i) => value * details[i % 7]) }, [16, 16, 16]);
    expect(largestDifference(joined, await data.volumes.volume(2))).toBeLessThan(1e-5);
    expect([...channels.slice(1, 4)]).toEqual([-0.875, -0.875, -0.875]);
    expect(told[0].at(-1)).toBeCloseTo(0.3, 6);
  });

  it('does not say what is dropped', async () => {
    const set = stageSet(fine, { ...data, covariates: [[0.1], [0.2], [0.3], [0.4]] }, { seed: 1 });
    const { told } = await readBack(set.conditions?.([{ volume: 0, dropped: true }]));
    expect(told[0].at(-1)).toBe(-1);
  });

  it('cuts the same region of everything', async () => {
    const set = stageSet({ ...middle, jitter: 0 }, data, { seed: 3, crop: [2, 4, 2], copies: 3 });
    const [drawn, { channels }] = [
      await set.volume(5),
      await readBack(set.conditions?.([{ volume: 5, dropped: false }])),
    ];
    const offset = [0, 1, 2].map((axis) => ((channels[1 + axis] + 1) * 4 - 1) / 2);
    const half = haarSplit(await data.volumes.volume(1), [16, 16, 16]).coarse;
    const { details } = haarSplit(half, [8, 8, 8]);
    const first = ((offset[0] * 4 + offset[1]) * 4 + offset[2]) * 7;
    const expected = details.slice(first, first + 7).map((value, band) => value / data.scales[2].details[band]);
    expect(largestDifference(drawn.slice(0, 7), expected)).toBeLessThan(1e-5);
  });

  it('makes an item anew as it was, with its jitter told', async () => {
    const options = { seed: 1, augmentation: { mirror: true, warp: 1, shift: 1 }, copies: 200 };
    const [one, other] = [stageSet(middle, data, options), stageSet(middle, data, options)];
    for (let i = 0; i < 100; i++) await other.volume(i);
    expect(await one.volume(9)).toEqual(await other.volume(9));
    const [a, b] = [one, other].map((set) => set.conditions?.([{ volume: 9, dropped: false }]));
    expect(await readBack(a)).toEqual(await readBack(b));
    expect((await readBack(a)).told[0][0]).toBeGreaterThan(0);
  });

  it('keeps as many variations as it is told', async () => {
    const options = { seed: 1, augmentation: { mirror: true, warp: 1 }, copies: 6, variations: 2 };
    const set = stageSet({ ...coarseStage }, data, options);
    expect(await set.volume(0)).toEqual(await set.volume(8));
    expect(await set.volume(0)).not.toEqual(await set.volume(4));
  });

  it('gives the coarse stage whole volumes, blocks of voxels as channels', async () => {
    const set = stageSet(coarseStage, data, { seed: 1 });
    expect(set.shape).toEqual([2, 2, 2, 8]);
    const volume = fromBlocks(await set.volume(1), [4, 4, 4]);
    const { mean, deviation } = data.scales[2];
    const unscaled = volume.map((value) => value * deviation + mean);
    expect(largestDifference(unscaled, coarsen(await data.volumes.volume(1), data.shape, 2))).toBeLessThan(1e-6);
    expect(() => stageSet(coarseStage, data, { seed: 1, crop: [1, 1, 1] })).toThrow('found a crop');
  });

  it('gives a refining stage voxels of its level, scaled', async () => {
    const refine = { ...middle, kind: 'refine', level: 1, jitter: 0 } as const;
    const set = stageSet(refine, data, { seed: 3, crop: [4, 8, 4], copies: 2 });
    expect(set.shape).toEqual([4, 8, 4, 1]);
    const [drawn, { channels }] = [
      await set.volume(5),
      await readBack(set.conditions?.([{ volume: 5, dropped: false }])),
    ];
    const offset = [0, 1, 2].map((axis) => ((channels[axis] + 1) * 8 - 1) / 2);
    const { mean, deviation } = data.scales[1];
    const first = (offset[0] * 8 + offset[1]) * 8 + offset[2];
    const row = coarsen(await data.volumes.volume(1), data.shape, 1).slice(first, first + 4);
    expect(
      largestDifference(
        drawn.slice(0, 4),
        row.map((value) => (value - mean) / deviation),
      ),
    ).toBeLessThan(1e-6);
  });

  it('makes the same of volumes that are read from a disk, once each is asked for', async () => {
    const slow = { ...volumes, volume: (index: number) => Promise.resolve(volumes.volume(index)) };
    const { data: read } = await fitBase(slow, toyGrid, { halvings: 2 });
    const options = { seed: 1, augmentation: { mirror: true }, copies: 3, variations: 2 };
    const [fromDisk, fromMemory] = [stageSet(middle, read, options), stageSet(middle, data, options)];
    const batch = [{ volume: 6, dropped: false }];
    expect(() => fromDisk.conditions?.(batch)).toThrow('expected volume 6 to be read before its conditions');
    expect(await fromDisk.volume(6)).toEqual(await fromMemory.volume(6));
    expect((await readBack(fromDisk.conditions?.(batch))).told).toEqual(
      (await readBack(fromMemory.conditions?.(batch))).told,
    );
  });

  it('refuses a crop that does not fit', () => {
    expect(() => stageSet(middle, data, { seed: 1, crop: [8, 4, 4] })).toThrow(
      'expected a crop within 4 x 4 x 4, found 8 x 4 x 4',
    );
    tf.disposeVariables();
  });
});
