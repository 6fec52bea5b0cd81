import { Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { real, reference, synthetic } from './heads.test-data.ts';
import { powerSpectrum } from './power-spectrum.ts';
import { frequencyShells } from './radial-power.ts';

describe('radial power spectrum', () => {
  const { frequencies, power } = frequencyShells(real[0]);

  it('covers the shells up to half of the least Nyquist frequency', () => {
    expect(frequencies).toEqual(reference.frequencies.map((one) => expect.closeTo(one, 12)));
  });

  it('is that of numpy’s Fourier transform', () => {
    const found = power(real[0]);
    reference.power.forEach((expected, shell) => expect(found[shell] / expected).toBeCloseTo(1, 10));
  });

  it('does not change with a constant added', () => {
    const found = power(real[0].with(real[0].voxels.map((value) => value + 1)));
    reference.power.forEach((expected, shell) => expect(found[shell] / expected).toBeCloseTo(1, 4));
  });

  it('of an image of one slice has the frequencies of its two axes', () => {
    const slice = frequencyShells({ shape: [32, 24, 1], affine: real[0].affine });
    expect(slice.frequencies.length).toBeGreaterThan(2);
  });
});

describe('powerSpectrum', () => {
  it('is the largest ratio of mean powers, and says which', async () => {
    const { value, settings, interval } = await powerSpectrum().evaluate(real, synthetic);
    expect(value).toBeCloseTo(reference.largest, 9);
    expect(settings.ratios).toEqual(reference.ratios.map((ratio) => Number(ratio.toPrecision(4))));
    const { worst } = settings as { worst: { shell: number; ratio: number } };
    expect(Math.max(worst.ratio, 1 / worst.ratio)).toBe(value);
    expect(interval![0]).toBeGreaterThanOrEqual(1);
  });

  it('is 1 for the set itself, and four for one twice as bright', async () => {
    expect((await powerSpectrum().evaluate(real, real)).value).toBe(1);
    const bright = real.map((volume) => volume.with(volume.voxels.map((value) => 2 * value)));
    expect((await powerSpectrum().evaluate(real, bright)).value).toBeCloseTo(4, 10);
  });

  it('names volumes that are too small', async () => {
    const grid = { shape: [4, 4, 4], affine: real[0].affine } as const;
    const small = [Volume.zeros(grid), Volume.zeros(grid)];
    await expect(powerSpectrum().evaluate(small, small)).rejects.toThrow('expected at least 6 voxels');
  });
});
