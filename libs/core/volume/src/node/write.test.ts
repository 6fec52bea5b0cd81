import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identityAffine } from '../geometry/affine.ts';
import { encodeNifti, Volume } from '../index.ts';
import { readNifti, readVolume, writeSeries, writeVolume } from '../node.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'braingen-volume-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

/** Larger than a block of the writer and a piece of the reader. */
const volume = Volume.zeros({ shape: [90, 80, 70], affine: identityAffine });
volume.voxels.forEach((_, i) => (volume.voxels[i] = Math.sin(i) * 100));

/** By bytes: element by element the runner needs seconds. */
function expectSame(found: ArrayBufferView, expected: ArrayBufferView): void {
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
    Buffer.from(buffer, byteOffset, byteLength);
  expect(bytes(found).equals(bytes(expected))).toBe(true);
}

it.each(['scan.nii', 'scan.nii.gz'])('writes %s as named, and reads it back', async (name) => {
  await writeVolume(join(folder, name), volume, { description: 'a wave' });
  const bytes = readFileSync(join(folder, name));
  expect(bytes[0] === 0x1f).toBe(name.endsWith('.gz'));
  const { volume: read, header, warnings } = await readNifti(join(folder, name));
  expectSame(read.voxels, volume.voxels);
  expect(header.description).toBe('a wave');
  expect(warnings).toEqual([]);
});

it('writes the bytes that encodeNifti gives', async () => {
  await writeVolume(join(folder, 'scan.nii'), volume, { datatype: 'int16' });
  expectSame(readFileSync(join(folder, 'scan.nii')), await encodeNifti(volume, { datatype: 'int16' }));
});

it('replaces a file only when it has been written whole, and leaves nothing else', async () => {
  const path = join(folder, 'scan.nii.gz');
  await writeVolume(path, volume);
  const broken = volume.with(volume.voxels.slice().fill(NaN, 7, 8));
  await expect(writeVolume(path, broken)).rejects.toThrow(/finite/);
  expectSame((await readVolume(path)).voxels, volume.voxels);
  expect(readdirSync(folder)).toEqual(['scan.nii.gz']);
});

it('refuses other names and absent folders', async () => {
  await expect(writeVolume(join(folder, 'scan.img'), volume)).rejects.toThrow(/\.nii or \.nii\.gz/);
  await expect(writeVolume(join(folder, 'absent', 'scan.nii'), volume)).rejects.toThrow(/ENOENT/);
  expect(existsSync(join(folder, 'absent'))).toBe(false);
});

it('reads every type in place, whatever the size of its numbers', async () => {
  for (const datatype of ['uint8', 'int16', 'int32', 'float32', 'float64'] as const) {
    const whole = volume.with(Float32Array.from(volume.voxels, (_, i) => (i * 31) % 200));
    const path = join(folder, `${datatype}.nii`);
    await writeVolume(path, whole, { datatype });
    expectSame((await readVolume(path)).voxels, whole.voxels);
  }
});

it('reads past what another program appended', async () => {
  const path = join(folder, 'scan.nii');
  writeFileSync(path, Buffer.concat([await encodeNifti(volume), Buffer.alloc(10)]));
  expect((await readNifti(path)).warnings).toEqual(['10 bytes follow the voxels: ignored']);
});

it('writes volumes on one grid as one 4D file, each of which is read back', async () => {
  const path = join(folder, 'series.nii.gz');
  const frames = [1, 2, 3].map((factor) => volume.with(volume.voxels.map((value) => value / factor)));
  await writeSeries(path, frames);
  for (const [index, frame] of frames.entries()) {
    expectSame((await readVolume(path, { volume: index })).voxels, frame.voxels);
  }
  expect((await readNifti(path, { volume: 0 })).header.dims).toEqual([90, 80, 70, 3]);
});

it('refuses a series without volumes, or on different grids', async () => {
  const path = join(folder, 'series.nii.gz');
  await expect(writeSeries(path, [])).rejects.toThrow('expected at least one volume');
  const other = Volume.zeros({ shape: [3, 3, 3], affine: identityAffine });
  await expect(writeSeries(path, [volume, other])).rejects.toThrow('90');
});
