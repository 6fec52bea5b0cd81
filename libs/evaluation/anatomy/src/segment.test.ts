import { startEngine, tf } from '@braingen/engine';
import type { UNet } from '@braingen/unet3d';
import { composeAffine, freezeAffine, mni152Grid, reorient, resizeGrid, Volume } from '@braingen/volume';
import { beforeAll, expect, it } from 'vitest';
import { blockShape } from './network-grid.ts';
import { networkConfig, outputsPerVoxel } from './network.ts';
import { segment } from './segment.ts';

beforeAll(async () => void (await startEngine()));

/** In place of a trained network: white matter where it is bright, cortex where it is not, the right from the middle on. */
const byBrightness: UNet = {
  config: networkConfig,
  parameters: new Map(),
  predict: (x) => {
    const intensities = x.dataSync();
    const half = (blockShape[0] / 2) * blockShape[1] * blockShape[2] * 8;
    const logits = new Float32Array(intensities.length * outputsPerVoxel);
    intensities.forEach((value, voxel) => {
      const index = value > 0.8 ? 4 : value > 0 ? 3 : 0;
      logits[voxel * outputsPerVoxel + index] = 20;
      logits[(voxel + 1) * outputsPerVoxel - 1] = voxel < half ? -1 : 1;
    });
    return tf.tensor5d(logits, [1, ...blockShape, 8 * outputsPerVoxel]);
  },
  encode: () => [],
  dispose: () => undefined,
};

/** A bright ball within a darker one, where a brain would be. */
function ball(): Volume {
  const volume = Volume.zeros(resizeGrid(mni152Grid, [84, 128, 84]));
  const [nx, ny] = volume.shape;
  volume.voxels.forEach((_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const radius = Math.hypot(2.15 * (x - 41.5), 1.7 * (y - 63.5), 2.15 * (z - 40));
    volume.voxels[i] = radius < 40 ? 100 : radius < 60 ? 50 : 0;
  });
  return volume;
}

const millilitres = (radius: number): number => (4 / 3) * Math.PI * (radius / 10) ** 3;

it('labels every voxel where it lies, and measures', async () => {
  const { volume, volumes, quality, expectedDice } = await segment(ball(), byBrightness);
  const middle = 63 + 128 * 40;
  const row = Array.from({ length: 84 }, (_, x) => volume.voxels[x + 84 * middle]);
  expect([0, 16, 30, 41, 42, 55, 67, 83].map((x) => row[x])).toEqual([0, 5, 7, 7, 8, 8, 6, 0]);
  const [left, right] = ['left', 'right'].map(
    (side) => volumes.find((each) => each.region === 'white matter' && each.side === side)?.volumeMl as number,
  );
  expect(left + right).toBeGreaterThan(0.98 * millilitres(40));
  expect(left + right).toBeLessThan(1.02 * millilitres(40));
  expect(Math.abs(left - right)).toBeLessThan(0.05 * left);
  expect(expectedDice['white matter']).toBeGreaterThan(0.99);
  // It found no ventricles.
  expect(quality).toBe(0);
});

it('answers on the grid it was asked on, whatever its orientation', async () => {
  const straight = (await segment(ball(), byBrightness)).volume;
  const { volume } = await segment(reorient(ball(), 'LIA'), byBrightness);
  expect(Buffer.from(reorient(volume, 'RAS').voxels).equals(Buffer.from(straight.voxels))).toBe(true);
});

it('finds a volume that registration places, and measures it in its own space', async () => {
  const still = ball();
  const transform = freezeAffine([
    [1.1, 0, 0, 30],
    [0, 1.1, 0, -200],
    [0, 0, 1.1, 10],
    [0, 0, 0, 1],
  ]);
  const moved = new Volume(still.voxels, { shape: still.shape, affine: composeAffine(transform, still.affine) });
  const [before, after] = [await segment(still, byBrightness), await segment(moved, byBrightness, { transform })];
  expect(Buffer.from(after.volume.voxels).equals(Buffer.from(before.volume.voxels))).toBe(true);
  after.volumes.forEach(({ volumeMl }, i) => expect(volumeMl).toBeCloseTo(before.volumes[i].volumeMl * 1.1 ** 3, 6));
});

it('refuses what is no brain in MNI152 space', async () => {
  const volume = ball();
  await expect(segment(volume.with(volume.voxels.map(() => 0)), byBrightness)).rejects.toThrow(
    'found no intensity above 0',
  );
  await expect(
    segment(volume.with(volume.voxels.map((value) => (value === 50 ? NaN : value))), byBrightness),
  ).rejects.toThrow('expected finite intensities');
  const affine = [
    [2, 0, 0, 1000],
    [0, 2, 0, 0],
    [0, 0, 2, 0],
    [0, 0, 0, 1],
  ] as const;
  await expect(segment(new Volume(volume.voxels, { shape: volume.shape, affine }), byBrightness)).rejects.toThrow(
    'expected a grid that overlaps',
  );
});
