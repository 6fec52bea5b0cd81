import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityAffine, Volume } from '@braingen/volume';
import { readNifti, writeVolume } from '@braingen/volume/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mark } from '../mark.ts';
import { describeImage } from './describe-image.ts';
import { inspectImage } from './inspect-image.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const volume = new Volume(Float32Array.of(-2, 0, 0, 0, 0, 0, 0, 5), { shape: [2, 2, 2], affine: identityAffine });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-inspect-image-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('says what a scan is', async () => {
  await writeVolume(at('scan.nii'), volume);
  const { header, shape, affine, intensity, provenance, warnings } = await inspectImage(at('scan.nii'));
  expect([header.format, shape, affine, intensity]).toEqual(['NIfTI-1', [2, 2, 2], identityAffine, [-2, 5]]);
  expect([provenance, warnings]).toEqual([undefined, []]);
  expect(describeImage(await inspectImage(at('scan.nii')))).toEqual(
    expect.arrayContaining([
      'dimensions   2 x 2 x 2',
      'voxel size   1 x 1 x 1 mm',
      expect.stringMatching(/^affine {2,}1 +0 +0 +0$/),
      expect.stringMatching(/^intensity {4}-2 to 5 \(slope /),
    ]),
  );
});

it('says what a synthetic volume is, and whether it was changed since', async () => {
  const facts = {
    GeneratedBy: { Name: 'a', Version: '1' },
    Model: { SHA256: 'ab'.repeat(32) },
    Seed: 7,
    Number: 2,
  };
  await writeVolume(at('synthetic.nii'), volume, await mark([volume], facts));
  expect(await inspectImage(at('synthetic.nii'))).toMatchObject({ provenance: { Seed: 7, Number: 2 }, warnings: [] });
  expect(describeImage(await inspectImage(at('synthetic.nii'))).at(-1)).toBe(
    `synthetic    by a 1, model ${'ab'.repeat(32)}, seed 7, number 2`,
  );
  const { extensions } = await readNifti(at('synthetic.nii'));
  await writeVolume(at('changed.nii'), volume.with(volume.voxels.map((value) => value + 1)), { extensions });
  expect((await inspectImage(at('changed.nii'))).warnings).toEqual([expect.stringMatching(/changed since/)]);
});
