import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeNifti, type Volume } from '@braingen/volume';
import type { Kind } from './kinds.ts';

/** Writes one T1-weighted scan of a BIDS folder for each kind. */
export async function makeDataset(folder: string, kinds: Readonly<Record<string, Kind>>): Promise<void> {
  for (const [name, { make }] of Object.entries(kinds)) {
    const anat = join(folder, `sub-${name}`, 'anat');
    await mkdir(anat, { recursive: true });
    await writeFile(join(anat, `sub-${name}_T1w.nii`), await encode(make()));
  }
}

/** As NIfTI, NaN included, which the library itself never writes. */
async function encode(volume: Volume): Promise<Uint8Array> {
  const finite = volume.with(volume.voxels.map((value) => (Number.isNaN(value) ? 0 : value)));
  const bytes = await encodeNifti(finite, { datatype: 'float32', gzip: false });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getFloat32(108, true); // vox_offset
  volume.voxels.forEach((value, i) => Number.isNaN(value) && view.setFloat32(first + 4 * i, NaN, true));
  return bytes;
}
