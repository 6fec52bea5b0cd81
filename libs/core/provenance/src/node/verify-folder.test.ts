import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityAffine, Volume } from '@braingen/volume';
import { hashFile, readNifti, writeSeries, writeVolume } from '@braingen/volume/node';
import { beforeEach, describe, expect, it } from 'vitest';
import { mark } from '../mark.ts';
import { verifyFolder } from './verify-folder.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const volumeOf = (value: number): Volume =>
  new Volume(new Float32Array(8).fill(value), { shape: [2, 2, 2], affine: identityAffine });

async function writeSample(number: number, model = 'ab'): Promise<void> {
  const volume = volumeOf(number);
  const facts = {
    GeneratedBy: { Name: 'braingen', Version: '0.1.0' },
    Model: { SHA256: model.repeat(32) },
    Seed: 1,
    Number: number,
  };
  const stem = `sample-000${number + 1}`;
  await writeVolume(at(`${stem}.nii.gz`), volume, await mark([volume], facts));
  const sidecar = { Synthetic: true, Braingen: { output: { sha256: await hashFile(at(`${stem}.nii.gz`)) } } };
  await writeFile(at(`${stem}.json`), JSON.stringify(sidecar));
}

/** The problems of files and then those of the set, with the file's name before. */
async function problems(): Promise<string[]> {
  const { files, problems } = await verifyFolder(folder);
  return [...files.flatMap(({ path, problems }) => problems.map((text) => `${path}: ${text}`)), ...problems];
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-verify-'));
  for (const number of [0, 1, 2]) await writeSample(number);
  await writeFile(at('dataset_description.json'), JSON.stringify({ Synthetic: { Volumes: 3 } }));
});

describe('verifyFolder', () => {
  it('finds nothing wrong with a set as it was written, a trajectory beside it', async () => {
    const frames = [volumeOf(5), volumeOf(6)];
    const facts = {
      GeneratedBy: { Name: 'braingen', Version: '0.1.0' },
      Model: { SHA256: 'ab'.repeat(32) },
      Seed: 1,
      Number: 0,
    };
    await writeSeries(at('sample-0001_trajectory.nii.gz'), frames, await mark(frames, facts));
    expect(await problems()).toEqual([]);
    expect((await verifyFolder(folder)).files.every(({ synthetic }) => synthetic)).toBe(true);
  });

  it('notices voxels that were changed, in a file whose header says it is as it was', async () => {
    const { volume, extensions } = await readNifti(at('sample-0002.nii.gz'));
    volume.voxels[3] += 1e-3;
    await writeVolume(at('sample-0002.nii.gz'), volume, { extensions });
    expect(await problems()).toEqual([
      expect.stringMatching(/^sample-0002.nii.gz: expected a file of SHA-256/),
      'sample-0002.nii.gz: expected the voxels that were marked, found others: changed since they were made',
    ]);
  });

  it('notices a file that lost its mark, and a real one among synthetic ones', async () => {
    await writeVolume(at('sample-0003.nii.gz'), volumeOf(2));
    await writeVolume(at('sub-01_T1w.nii.gz'), volumeOf(9));
    const found = (await problems()).join('\n');
    expect(found).toContain(
      'sample-0003.nii.gz: expected a header that says synthetic, as the sidecar does, found none',
    );
    expect(found).toContain(
      'sub-01_T1w.nii.gz: expected a synthetic volume that says so, as all of this set, found none',
    );
    expect(found).toContain('expected 3 synthetic volumes, as dataset_description.json says, found 2');
  });

  it('notices a synthetic one among real ones', async () => {
    await rm(at('dataset_description.json'));
    await writeVolume(at('sub-01_T1w.nii.gz'), volumeOf(9));
    expect(await problems()).toEqual([
      'expected one kind of volumes, found 3 synthetic ones among 4 (sample-0001.nii.gz)',
    ]);
  });

  it('notices a missing volume, one that is there twice, and one of another model', async () => {
    await rm(at('sample-0001.nii.gz'));
    await writeSample(2, 'cd');
    await rename(at('sample-0002.nii.gz'), at('sample-0004.nii.gz'));
    await writeVolume(at('copy.nii.gz'), volumeOf(1));
    const found = (await problems()).join('\n');
    expect(found).toContain('expected an image beside sample-0001.json, found none');
    expect(found).toContain('sample-0004.nii.gz: expected voxels of its own, found those of copy.nii.gz');
    expect(found).toContain('expected volumes of one model, found 2: cdcdcdcdcdcd, abababababab');
  });

  it('names a file that cannot be read', async () => {
    await writeFile(at('sample-0001.nii.gz'), 'no image');
    expect((await problems()).join('\n')).toMatch(/sample-0001.nii.gz: .*sample-0001.nii.gz/);
  });
});
