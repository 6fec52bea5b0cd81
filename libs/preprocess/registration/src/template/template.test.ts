import { sameGrid } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { loadTemplate } from './load.ts';
import { maps } from './data.ts';

describe('the default template', () => {
  it('holds a head, a brain, a cavity and tissues on one grid in MNI space', async () => {
    const { head, brain, intracranialMask, priors, provenance } = await loadTemplate();
    for (const other of [brain, intracranialMask, priors.csf, priors.gm, priors.wm]) {
      expect(sameGrid(head, other)).toBe(true);
    }
    expect(head.spacing).toEqual([2, 2, 2]);
    expect(provenance.space).toBe('MNI152');
    const ml = (voxels: Float32Array): number => (8 * voxels.reduce((sum, v) => sum + v, 0)) / 1000;
    // The MNI152's cavity is some 1.9 l, for its brain is larger than people's.
    expect(ml(intracranialMask.voxels)).toBeGreaterThan(1600);
    expect(ml(intracranialMask.voxels)).toBeLessThan(2200);
    expect(ml(priors.gm.voxels)).toBeGreaterThan(ml(priors.wm.voxels));
    expect(ml(priors.wm.voxels)).toBeGreaterThan(ml(priors.csf.voxels));
  });

  it('has probabilities that add up to that of the cavity', async () => {
    const { intracranialMask, priors } = await loadTemplate();
    const { csf, gm, wm } = priors;
    for (let i = 0; i < csf.voxels.length; i++) {
      const sum = csf.voxels[i] + gm.voxels[i] + wm.voxels[i];
      for (const p of [csf.voxels[i], gm.voxels[i], wm.voxels[i]]) if (p < 0 || p > 1) throw new Error(`${p} at ${i}`);
      if (sum > 1 + 1e-6 || sum >= 0.5 - 1e-6 !== intracranialMask.voxels[i] > 0) throw new Error(`${sum} at ${i}`);
    }
  });

  it('is brightest in white matter and darkest in fluid, right side right', async () => {
    const { head, priors } = await loadTemplate();
    const mean = (map: { voxels: Float32Array }): number => {
      let sum = 0,
        weight = 0;
      for (let i = 0; i < head.voxels.length; i++) {
        const w = map.voxels[i] > 0.8 ? 1 : 0;
        sum += w * head.voxels[i];
        weight += w;
      }
      return sum / weight;
    };
    const [csf, gm, wm] = [mean(priors.csf), mean(priors.gm), mean(priors.wm)];
    expect(wm).toBeGreaterThan(1.15 * gm);
    expect(gm).toBeGreaterThan(1.3 * csf);
    expect(wm).toBeGreaterThan(140);
    expect(wm).toBeLessThan(160);
    expect(head.affine[0][0]).toBe(2);
  });

  it('takes less than 500 kB', () => {
    const bytes = Object.values(maps).reduce((sum, text) => sum + text.length * 0.75, 0);
    expect(bytes).toBeLessThan(500_000);
  });
});
