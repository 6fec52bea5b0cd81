import {
  composeAffine,
  createRandom,
  determinant,
  freezeAffine,
  identityAffine,
  invertAffine,
  Volume,
  type Affine,
} from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { analyticHead, distance, headGrid, pose } from './analytic-head.test-data.ts';
import { registerAffine } from './register-affine.ts';

const fixed = analyticHead(headGrid(4));

/** For tests whose point is not accuracy: the coarse level alone, a tenth of the points. */
const coarse = { levels: [{ shrinkFactor: 2, smoothing: 1 }] };

/** The head under a map from the fixed image's millimetres to the moving one's. */
const moved = (truth: Affine, spacing = 3.5): Volume<Float32Array> =>
  analyticHead(headGrid(spacing), invertAffine(truth));

describe('registerAffine', () => {
  it('undoes a known affine to 0.1 mm', async () => {
    const truth = pose([8, -5, 11], [0.92, 1.07, 0.97], [9, -14, 6]);
    const { matrix, similarity, warnings } = await registerAffine(moved(truth, 2), analyticHead(headGrid(2.5)));
    expect(distance(matrix, truth)).toBeLessThan(0.1);
    expect(similarity).toBeGreaterThan(0.3);
    expect(warnings).toEqual([]);
  });

  it('undoes it through noise, another contrast and an inhomogeneity', async () => {
    const truth = pose([-6, 9, -4], [1.05, 0.95, 1.03], [-5, 8, 12]);
    const moving = moved(truth);
    const random = createRandom(1);
    const voxels = moving.voxels.map(
      (v, i) => (v > 60 ? 160 - v : 0.5 * v) * (1 + 0.3 * Math.sin(i / 40_000)) + 4 * random.normal(),
    );
    const { matrix } = await registerAffine(moving.with(voxels), fixed);
    expect(distance(matrix, truth)).toBeLessThan(0.5);
  });

  it.each([
    ['on its side', pose([0, 0, 90], [1, 1, 1], [20, 0, 0])],
    ['upside down and back to front', pose([180, 0, 0], [1, 1, 1], [0, 30, -10])],
    ['face down', pose([90, 0, 0], [1, 1, 1], [0, 0, 0])],
    ['at a slant', pose([35, 20, -30], [1, 1, 1], [5, 5, 5])],
    ['turned by 40 degrees about x', pose([40, 0, 0], [1, 1, 1], [0, 0, 0])],
    ['turned by -40 degrees about y', pose([0, -40, 0], [1, 1, 1], [0, 0, 0])],
    ['turned by 40 degrees about z', pose([0, 0, 40], [1, 1, 1], [0, 0, 0])],
  ])('finds a head that lies %s', async (_, truth) => {
    const { matrix, warnings } = await registerAffine(moved(truth, 5), fixed, coarse);
    expect(distance(matrix, truth)).toBeLessThan(1);
    expect(warnings.join()).toMatch(/turned by \d+ degrees|^$/);
    const turned = Math.acos((truth[0][0] + truth[1][1] + truth[2][2] - 1) / 2) > Math.PI / 4;
    expect(warnings.length).toBe(turned ? 1 : 0);
  });

  it('never exchanges left and right', async () => {
    // A mirrored header: the best map would be a reflection, which must not be used.
    const flipped = fixed.affine.map((row, r) => (r === 0 ? row.map((value) => -value) : row)) as unknown as Affine;
    const { matrix, warnings } = await registerAffine(
      new Volume(fixed.voxels, { ...fixed, shape: fixed.shape, affine: flipped }),
      fixed,
      coarse,
    );
    expect(determinant(matrix)).toBeGreaterThan(0.5);
    expect(warnings.join()).toMatch(/better with left and right exchanged/);
  });

  it('compares only within a mask', async () => {
    const truth = pose([3, 2, -4], [1, 1.03, 0.98], [2, 5, -3]);
    const moving = moved(truth);
    // Rubbish above the head, which the mask leaves out.
    const { shape } = moving;
    const spoilt = moving.voxels.slice().fill(120, shape[0] * shape[1] * Math.floor(0.75 * shape[2]));
    const mask = fixed.with(fixed.voxels.map((_, i) => (i < 0.6 * fixed.voxels.length ? 1 : 0)));
    const { matrix } = await registerAffine(moving.with(spoilt), fixed, { fixedMask: mask });
    expect(distance(matrix, truth)).toBeLessThan(0.8);
  });

  it('starts at the given pose, and does not look elsewhere', async () => {
    const truth = pose([4, 0, 5], [1, 1, 1], [3, 0, -4]);
    const near = composeAffine(truth, pose([2, 2, 2], [1, 1, 1], [4, 0, 0]));
    const { matrix } = await registerAffine(moved(truth), fixed, { initial: near });
    expect(distance(matrix, truth)).toBeLessThan(0.3);
    const turned = composeAffine(truth, pose([0, 0, 180], [1, 1, 1], [0, 0, 0]));
    const stuck = await registerAffine(moved(truth), fixed, { initial: turned, ...coarse });
    expect(distance(stuck.matrix, truth)).toBeGreaterThan(20);
  });

  it('works on slices of 6 mm', async () => {
    const truth = pose([2, -3, 5], [1, 0.97, 1], [4, -2, 5]);
    const affine = freezeAffine([[3, 0, 0, -96], [0, 3, 0, -116], [0, 0, 6, -100], [0, 0, 0, 1]]); // prettier-ignore
    const slices = analyticHead({ shape: [64, 78, 34], affine }, invertAffine(truth));
    const { matrix } = await registerAffine(slices, fixed);
    expect(distance(matrix, truth)).toBeLessThan(0.3);
  });

  it('works on voxels of 0.5 mm', async () => {
    // A head of a quarter of the size, so that they stay few.
    const quarter = pose([0, 0, 0], [0.25, 0.25, 0.25], [0, 0, 0]);
    const small = (spacing: number, toHead: Affine): Volume<Float32Array> =>
      analyticHead(headGrid(spacing, [48, 58, 52]), composeAffine(invertAffine(quarter), toHead));
    const truth = pose([0, 0, 40], [1.04, 0.97, 1], [2, -3, 1.5]);
    const { matrix, warnings } = await registerAffine(small(0.5, invertAffine(truth)), small(1, identityAffine));
    // Distances are measured in a head of full size.
    const grown = (map: Affine): Affine => composeAffine(invertAffine(quarter), composeAffine(map, quarter));
    expect(distance(grown(matrix), grown(truth)) / 4).toBeLessThan(0.05);
    expect(warnings).toEqual([]);
  });

  it('says when half the head is missing', async () => {
    const half = analyticHead({ ...headGrid(4, [192, 232, 90]) });
    const { warnings } = await registerAffine(half, fixed, coarse);
    expect(warnings.join()).toMatch(/of the fixed image's content lies within/);
  });

  it('says when there is no head', async () => {
    const random = createRandom(3);
    const noise = fixed.with(fixed.voxels.map(() => Math.abs(random.normal())));
    const { warnings } = await registerAffine(noise, fixed, coarse);
    expect(warnings.join()).toMatch(/little likeness/);
  });

  it('counts voxels that are not finite, and takes negative ones as they are', async () => {
    const truth = pose([2, 3, -2], [1, 1, 1], [2, 1, 0]);
    const moving = moved(truth);
    const voxels = moving.voxels.map((v) => v - 50);
    for (let i = 0; i < 900; i++) voxels[i * 37] = i % 2 ? NaN : Infinity;
    const { matrix, warnings } = await registerAffine(moving.with(voxels), fixed);
    expect(warnings[0]).toMatch(/^900 voxels were not finite/);
    expect(distance(matrix, truth)).toBeLessThan(0.3);
  });

  it.each([
    ['constant', (): number => 7, /moving image to have contrast, found every voxel equal to 7/],
    ['all NaN', (): number => NaN, /moving image to have contrast, found no finite voxel/],
  ])('refuses an image that is %s', async (_, fill, message) => {
    await expect(registerAffine(fixed.with(fixed.voxels.map(fill)), fixed)).rejects.toThrow(message);
    await expect(registerAffine(fixed, fixed.with(fixed.voxels.map(fill)))).rejects.toThrow(/fixed image/);
  });

  it('refuses a slice, and an initial map that leads nowhere', async () => {
    const slice = analyticHead(headGrid(4, [192, 232, 4]));
    await expect(registerAffine(slice, fixed)).rejects.toThrow(/moving image to have three dimensions, found 48x58x1/);
    const away = pose([0, 0, 0], [1, 1, 1], [4000, 0, 0]);
    await expect(registerAffine(fixed, fixed, { initial: away })).rejects.toThrow(/expected images that overlap/);
  });

  it('refuses a mask that leaves nothing', async () => {
    const mask = fixed.with(new Float32Array(fixed.voxels.length));
    await expect(registerAffine(fixed, fixed, { fixedMask: mask })).rejects.toThrow(/found 0/);
  });

  it('gives the same bits again, reports progress and stops when asked', async () => {
    const moving = moved(pose([2, 3, -2], [1, 1, 1], [2, 1, 0]), 5);
    const seen: number[] = [];
    const first = await registerAffine(moving, fixed, {
      ...coarse,
      onProgress: (fraction) => seen.push(fraction),
    });
    expect(await registerAffine(moving, fixed, coarse)).toEqual(first);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    await expect(registerAffine(moving, fixed, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow(
      'stop',
    );
  });
});
