import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startEngine } from '@braingen/engine';
import { load } from '@braingen/pipeline/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { baseModelFolder } from './base-model-folder.ts';

beforeAll(() => startEngine());

describe('the base model', () => {
  it('draws brains on the grid of preprocessing, background exactly 0', async () => {
    const model = await load(baseModelFolder(), { startEngine: false });
    expect(model.description.kind).toBe('cascade');
    const [{ volume }] = await model.sample({ count: 1, seed: 1, steps: 2, scheduler: 'ddim' });
    model.dispose();
    expect(volume.shape).toEqual([84, 128, 84]);
    expect(volume.voxels[0]).toBe(0);
    const inside = volume.voxels.filter((value) => value > 0).length / volume.voxels.length;
    expect(inside).toBeGreaterThan(0.25);
    expect(inside).toBeLessThan(0.35);
  }, 120_000);

  it('says whom it was trained on, and whom not', async () => {
    const model = await load(baseModelFolder(), { startEngine: false });
    const { training, heldOut } = model.description.training?.participants ?? { training: [], heldOut: [] };
    expect(training).toHaveLength(26);
    expect(heldOut).toHaveLength(8);
    expect(training.filter((name) => heldOut.includes(name))).toEqual([]);
    model.dispose();
  });

  it('stays below 12 MB', async () => {
    const names = await readdir(baseModelFolder());
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(baseModelFolder(), name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12e6);
  });
});
