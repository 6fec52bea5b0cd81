import { inMemory } from '@braingen/trainer';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitBase } from '../fit-base.ts';
import { toyGrid, toyVolumes } from '../toy.test-data.ts';
import { loadCascade, saveCascade } from './cascade-folder.ts';

let parent: string;
beforeAll(async () => void (parent = await mkdtemp(join(tmpdir(), 'cascade-'))));
afterAll(() => rm(parent, { recursive: true }));

describe('a folder of a cascade', () => {
  it('brings back what was written, in place of what was there', async () => {
    const folder = join(parent, 'model');
    const { base } = await fitBase(inMemory(toyVolumes(3)), toyGrid, { halvings: 2 });
    await saveCascade(folder, { base, stages: [], about: { name: 'first' } });
    await saveCascade(folder, { base, stages: [], about: { name: 'second' } });
    const found = await loadCascade(folder);
    expect(found.about).toEqual({ name: 'second' });
    expect(found.base.gaussian.mean).toEqual(base.gaussian.mean);
    expect(await readdir(parent)).toEqual(['model']);
  });

  it('is refused by name where there is none', async () => {
    await expect(loadCascade(join(parent, 'nowhere'))).rejects.toThrow('nowhere: expected the folder of a cascade');
    await expect(loadCascade(parent)).rejects.toThrow('expected cascade.json, found none');
  });
});
