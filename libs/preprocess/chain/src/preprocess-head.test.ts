import { createPhantom } from '@braingen/phantom';
import { loadTemplate } from '@braingen/registration';
import { freezeAffine, resample, type Volume } from '@braingen/volume';
import { beforeAll, expect, test } from 'vitest';
import type { Head } from './head.ts';
import { preprocessHead } from './preprocess-head.ts';
import { selectSteps } from './steps.ts';

// Voxels of 4 mm and no library: the same code in a fraction of the time.
const grid = { shape: [46, 55, 46] as const, affine: freezeAffine([[4, 0, 0, -90], [0, 4, 0, -126], [0, 0, 4, -72], [0, 0, 0, 1]]) }; // prettier-ignore
const { head: whole, brain, intracranialMask, priors, ...rest } = await loadTemplate();
const coarse = (map: Volume): Volume => resample(map, grid, { antialias: true });
const template = {
  ...{ ...rest, head: coarse(whole), brain: coarse(brain), intracranialMask: coarse(intracranialMask) },
  priors: { csf: coarse(priors.csf), gm: coarse(priors.gm), wm: coarse(priors.wm) },
};
const settings = { template, grid, library: [], shape: [42, 64, 42] as const };
const { image, labels } = await createPhantom({ seed: 5, spacing: 4 });
const preprocess = (volume: Volume): Promise<Head> => preprocessHead(volume, { settings });
const isInside = (label: number): boolean => label > 0 && label < 500;

let head: Head;
beforeAll(async () => {
  head = await preprocess(image);
}, 300_000);

test('a head comes out on the grid that is trained on, from 0 to 1, exactly 0 outside its mask', () => {
  expect(head.volume.shape).toEqual(settings.shape);
  const { voxels } = head.volume;
  const mask = head.mask!.voxels;
  voxels.forEach((value, i) => {
    if (!(value >= 0 && value <= 1) || (mask[i] === 0 && value !== 0)) throw new Error(`voxel ${i} is ${value}`);
  });
  expect(head.placement!.kind).toBe('head');
});

test('the mask lies on the true cavity, and millilitres are those of the scan', () => {
  const truth = image.with(Float32Array.from(labels.voxels, (label) => Number(isInside(label))));
  const there = resample(truth, head.mask!, { transform: head.placement!.matrix }).voxels;
  let [both, sum] = [0, 0];
  head.mask!.voxels.forEach((inside, i) => {
    both += 2 * Number(inside && there[i] > 0.5);
    sum += inside + Number(there[i] > 0.5);
  });
  expect(both / sum).toBeGreaterThan(0.95);
  const trueMl = truth.voxels.reduce((ml, inside) => ml + inside, 0) * 0.064;
  expect(head.measures.intracranialMl! / trueMl).toBeGreaterThan(0.95);
  expect(head.measures.intracranialMl! / trueMl).toBeLessThan(1.05);
});

test('padding of -1000 and a few hot voxels change next to nothing', async () => {
  const [nx, ny] = image.shape;
  const spoilt = image.with(
    image.voxels.map((value, i) => {
      if (i % 9973 === 0) return 32767;
      const [x, y] = [i % nx, Math.floor(i / nx) % ny];
      return x < 3 || y < 2 ? -1000 : value;
    }),
  );
  const { volume, warnings } = await preprocess(spoilt);
  expect(warnings.join()).toContain('voxels of exactly -1.00e+3 were taken for background');
  expect(correlation(volume.voxels, head.volume.voxels)).toBeGreaterThan(0.99);
});

test('steps may be left out; one that refuses a head is named', async () => {
  const { volume, placement } = await preprocessHead(image, { steps: selectSteps(['resize']), settings });
  expect([volume.shape, placement]).toEqual([settings.shape, undefined]);
  const flat = image.with(image.voxels.map(() => 3));
  await expect(preprocess(flat)).rejects.toThrow(/^denoise: expected an image with contrast/);
});

function correlation(a: Float32Array, b: Float32Array): number {
  const [ma, mb] = [a, b].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i] - mb);
    aa += (value - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}
