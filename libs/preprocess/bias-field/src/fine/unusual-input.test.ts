import { resample, Volume, type Affine, type Grid, type Shape3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { formulaHead } from '../formula-head.test-data.ts';
import { correctFine } from './correct-fine.ts';

const { image, mask, logField } = formulaHead();
const truth = image.with(logField);
const quick = { iterations: 6, cutoffMm: 100 };

/** The head cut to a grid of other voxels: its own millimetres, from `start` on. */
function onGrid(spacing: Shape3, shape: Shape3, start: Shape3): { image: Volume; mask: Volume; truth: Volume } {
  const affine = [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3].map((j) => (i === 3 || j === 3 ? (j < 3 ? 0 : (start[i] ?? 1)) : i === j ? spacing[i] : 0)),
  ) as unknown as Affine;
  const grid: Grid = { shape, affine };
  return {
    image: resample(image, grid, { interpolation: 'nearest' }),
    mask: resample(mask, grid, { interpolation: 'nearest' }),
    truth: resample(truth, grid),
  };
}

/** Deviations, within the mask and where the image is positive, of the true log field and of what correction leaves of it. */
function deviations(field: Volume, true_: Volume, where: Volume): { before: number; after: number } {
  const inside = Array.from(where.voxels.keys()).filter((i) => where.voxels[i] > 0);
  const deviation = (values: number[]): number => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  };
  return {
    before: deviation(inside.map((i) => true_.voxels[i])),
    after: deviation(inside.map((i) => true_.voxels[i] - Math.log(field.voxels[i]))),
  };
}

const mapped = (volume: Volume, change: (value: number, index: number) => number): Volume =>
  volume.with(volume.voxels.map(change));

describe('correctFine on unusual grids and heads', () => {
  it.each([
    ['thick slices of 6 mm', [2, 2, 6], [96, 96, 32], [0, 0, 0]],
    ['voxels of 0.5 mm', [0.5, 0.5, 0.5], [96, 96, 96], [70, 60, 50]],
    ['a slab', [2, 2, 4], [96, 96, 9], [0, 0, 70]],
  ] as const)('finds the field with %s', async (_, spacing, shape, start) => {
    const cut = onGrid([...spacing], [...shape], [...start]);
    const { field, warnings } = await correctFine(cut.image, { mask: cut.mask, ...quick });
    const { before, after } = deviations(field, cut.truth, cut.mask);
    expect(after).toBeLessThan(0.4 * before);
    expect(warnings).toEqual([]);
  });

  it('finds the field of half a head, and says that the rest is a guess', async () => {
    const half = mapped(image, (value, i) => (i % 48 < 26 ? value : 0));
    const seen = mapped(mask, (value, i) => Number(value > 0 && half.voxels[i] > 0));
    const { field, volume, warnings } = await correctFine(half, { mask, ...quick });
    const { before, after } = deviations(field, truth, seen);
    expect(after).toBeLessThan(0.4 * before);
    expect(warnings).toEqual([expect.stringMatching(/4\d % of the mask is zero or below/)]);
    expect(volume.voxels.every(Number.isFinite)).toBe(true);
  });

  it('leaves negative voxels out and says so', async () => {
    const noisy = mapped(image, (value, i) => (i % 20 === 0 ? -5 : value));
    const { field, warnings } = await correctFine(noisy, { mask, ...quick });
    const { before, after } = deviations(field, truth, mask);
    expect(after).toBeLessThan(0.2 * before);
    expect(warnings).toEqual([expect.stringMatching(/5 % of the mask is negative/)]);
  });

  it('says where the field is stronger than what N4 leaves', async () => {
    const strong = mapped(image, (value, i) => value * Math.exp(5 * logField[i]));
    const { warnings } = await correctFine(strong, { mask, iterations: 8, cutoffMm: 100 });
    expect(warnings).toEqual([expect.stringMatching(/field goes from 0\.\d+ to [2-9]/)]);
  });
});

describe('correctFine refuses', () => {
  const prior = mapped(mask, (value) => value / 2);
  const reject = (volume: Volume, options: object): ReturnType<typeof expect<Promise<unknown>>>['rejects'] =>
    expect(correctFine(volume, { mask, ...options })).rejects;

  it('priors that are none', async () => {
    await reject(image, { priors: {} }).toThrow(/one prior or more, found none/);
    await reject(image, { priors: { gm: prior, wm: mapped(prior, (value, i) => (i === 7 ? NaN : value)) } }).toThrow(
      /probabilities from 0 to 1 in the wm prior, found NaN/,
    );
    await reject(image, { priors: { wm: mapped(prior, (value) => 255 * value) } }).toThrow(
      /in the wm prior, found 127.5/,
    );
    await reject(image, { priors: { gm: prior, wm: Volume.zeros(image) } }).toThrow(/the wm prior zero all over it/);
    await reject(image, { priors: { gm: prior }, gaussians: [1, 2, 3] }).toThrow(
      /of 1 priors, or of the rest too, found 3/,
    );
  });

  it('a mask that says nothing, and a volume without contrast in it', async () => {
    await reject(image, { mask: mapped(mask, (value, i) => (i === 5 ? NaN : value)) }).toThrow(
      /in the mask, found NaN/,
    );
    await reject(
      mapped(image, (_, i) => 20 * mask.voxels[i]),
      {},
    ).toThrow(/contrast in the mask, found 20.000/);
    await reject(
      mapped(image, (value) => -value),
      {},
    ).toThrow(/positive samples in the mask, found 0/);
  });

  it('Gaussians and cut-offs that it cannot solve for', async () => {
    await reject(image, { gaussians: [2, 0, 2] }).toThrow(/positive whole gaussians .* \[2, 0, 2\]/);
    await reject(image, { cutoffMm: 10 }).toThrow(/at most 4000 cosines, found \d+ x \d+ x \d+/);
  });
});
