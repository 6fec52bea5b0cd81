import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freezeAffine, resample } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTemplate } from '../template/load.ts';
import { readTemplate } from './read-template.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-template-'));
});
afterAll(() => rm(folder, { recursive: true }));

const grid = {
  shape: [60, 72, 60] as const,
  affine: freezeAffine([[3, 0, 0, -90], [0, 3, 0, -126], [0, 0, 3, -72], [0, 0, 0, 1]]), // prettier-ignore
};

describe('readTemplate', () => {
  it('takes masks and priors from the default template where there are none', async () => {
    const standard = await loadTemplate();
    const path = join(folder, 'MNI152_T1_3mm.nii.gz');
    await writeVolume(path, resample(standard.head, grid));
    const template = await readTemplate(path);
    expect(template.head.shape).toEqual([60, 72, 60]);
    const ml = (voxels: Float32Array, mm3: number): number => (voxels.reduce((a, b) => a + b, 0) * mm3) / 1000;
    expect(ml(template.intracranialMask.voxels, 27)).toBeCloseTo(ml(standard.intracranialMask.voxels, 8), -2);
    expect(template.intracranialMask.voxels.every((v) => v === 0 || v === 1)).toBe(true);
    expect(template.priors.wm.shape).toEqual([60, 72, 60]);
    expect(template.brain.voxels.some((v, i) => v === 0 && template.head.voxels[i] > 0)).toBe(true);
    const { name, sources } = template.provenance;
    expect(name).toBe('MNI152_T1_3mm.nii.gz');
    expect(sources[0].files).toEqual([{ name, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(sources[1].use).toBe('mask, prior of CSF, prior of GM, prior of WM');
  });

  it('finds what lies beside it, as TemplateFlow names it', async () => {
    const standard = await loadTemplate();
    const head = resample(standard.head, grid);
    await writeVolume(join(folder, 'tpl-X_res-03_T1w.nii.gz'), head);
    const half = head.with(head.voxels.map((_, i) => (i % 60 < 30 ? 1 : 0)));
    await writeVolume(join(folder, 'tpl-X_res-03_desc-brain_mask.nii.gz'), half);
    await writeVolume(join(folder, 'tpl-X_res-03_label-GM_probseg.nii.gz'), half);
    const { intracranialMask, priors, brain } = await readTemplate(join(folder, 'tpl-X_res-03_T1w.nii.gz'));
    expect([...intracranialMask.voxels]).toEqual([...half.voxels]);
    expect([...priors.gm.voxels]).toEqual([...half.voxels]);
    expect(brain.voxels.every((v, i) => half.voxels[i] > 0 || v === 0)).toBe(true);
  });

  it('refuses a mask on another grid, naming both', async () => {
    const standard = await loadTemplate();
    const path = join(folder, 'a.nii.gz');
    await writeVolume(path, resample(standard.head, grid));
    const mask = join(folder, 'b.nii.gz');
    await writeVolume(mask, standard.intracranialMask);
    await expect(readTemplate(path, { mask })).rejects.toThrow(/a\.nii\.gz and b\.nii\.gz.*60x72x60.*mm/s);
  });
});
