import { describe, expect, it } from 'vitest';
import { findings, type MeasuredBeside } from './beside.ts';

const result = (
  name: string,
  value: number,
  gaussian: number,
  better: MeasuredBeside['better'],
  real = 0.5,
): MeasuredBeside => ({
  name,
  value,
  interval: null,
  n: { real: 5, synthetic: 5 },
  settings: {},
  baseline: { value: real, interval: null },
  baselines: [{ name: 'linear Gaussian', value: gaussian, interval: null }],
  ...(better && { better }),
});

describe('findings', () => {
  it('says where a model does not beat the linear Gaussian, by what is good for each figure', () => {
    const said = findings([
      result('FID', 7.35, 5.1, 'lower'),
      result('MMD', 0.01, 0.02, 'lower'),
      result('MS-SSIM', 0.9, 0.6, 'baseline'),
      result('Precision', 0.55, 0.9, 'baseline'),
      result('mine', 3, 4, 'higher'),
    ]);
    expect(said.map((text) => text.split(':')[0])).toEqual(['FID', 'MS-SSIM', 'mine']);
    expect(said[0]).toContain(
      'the model does not beat the linear Gaussian model, which is a mean and a covariance (7.35, 5.10)',
    );
  });

  it('names together what lies within the interval', () => {
    const near = (name: string): MeasuredBeside => ({ ...result(name, 4.2, 4.1, 'lower'), interval: [1.7, 6.7] });
    expect(findings([near('FID'), { ...near('KID'), interval: [4.15, 4.3] }, near('MMD')])).toEqual([
      expect.stringMatching(/^KID: the model does not beat/),
      expect.stringContaining('too close to tell with so few volumes: FID (4.20, 4.10), MMD (4.20, 4.10).'),
    ]);
  });

  it('says nothing without such a row', () => {
    expect(findings([{ ...result('FID', 7, 5, 'lower'), baselines: [] }])).toEqual([]);
  });
});
