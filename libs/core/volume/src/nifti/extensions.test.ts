import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeNifti, encodeNifti, identityAffine, textOfExtension, Volume } from '../index.ts';
import { readNifti, writeVolume } from '../node.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'braingen-extensions-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const volume = new Volume(Float32Array.of(1, 2, 3, 4), { shape: [2, 2, 1], affine: identityAffine });
const provenance = '{"synthetic": true, "seed": "ä"}';
const extensions = [
  { code: 6, data: new TextEncoder().encode(provenance) },
  { code: 44, data: Uint8Array.of(1, 0, 0) },
];

describe.each(['.nii', '.nii.gz'])('extensions of %s', (suffix) => {
  it.each([1, 2] as const)('are read as they were written, NIfTI-%i', async (version) => {
    const path = join(folder, `made-${version}${suffix}`);
    await writeVolume(path, volume, { extensions, version, description: 'synthetic' });
    const image = await readNifti(path);
    expect([...image.volume.voxels]).toEqual([1, 2, 3, 4]);
    expect(image.header.description).toBe('synthetic');
    expect(image.header.voxOffset % 16).toBe(0);
    expect(image.extensions.map(({ code }) => code)).toEqual([6, 44]);
    expect(textOfExtension(image.extensions[0])).toBe(provenance);
    expect([...image.extensions[1].data]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    const again = await encodeNifti(image.volume, { extensions: image.extensions, gzip: true, version });
    expect((await decodeNifti(again)).extensions).toEqual(image.extensions);
  });
});

it('none, and those that cannot be', async () => {
  expect((await decodeNifti(await encodeNifti(volume))).extensions).toEqual([]);
  const write = (code: number, bytes: number): Promise<Uint8Array> =>
    encodeNifti(volume, { extensions: [{ code, data: new Uint8Array(bytes) }] });
  await expect(write(6, 2 ** 20)).rejects.toThrow(/extensions of at most 1048576 bytes, found 1048592/);
  await expect(write(0.5, 1)).rejects.toThrow(/code of 0 to 2\^31 - 1, found 0.5/);
});

it('keeps the first megabyte of more', async () => {
  const bytes = await encodeNifti(volume, { extensions: [{ code: 6, data: new Uint8Array(2 ** 20 - 8) }] });
  const more = new Uint8Array(bytes.length + 4096);
  more.set(bytes.subarray(0, 348));
  const view = new DataView(more.buffer);
  more[348] = 1;
  for (let at = 352; at < more.length - 16; at += 1024) {
    view.setInt32(at, 1024, true);
    view.setInt32(at + 4, 6, true);
  }
  view.setFloat32(108, more.length - 16, true);
  const { extensions: kept, warnings } = await decodeNifti(Buffer.from(more));
  expect(kept).toHaveLength(1024);
  expect(warnings.filter((warning) => /extension/.test(warning))).toEqual([]);
});
