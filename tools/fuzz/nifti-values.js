// Writes mutated NIfTI files that decodeNifti accepts, and what it makes of them, for tools/parity/volume/mutants.py to compare
// with nibabel: node tools/run-from-sources.js tools/fuzz/nifti-values.js FOLDER [COUNT] [SEED]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, decodeNifti } from '@braingen/volume';
import { kinds } from './kinds.js';
import { mutate } from './mutate.js';

const [folder, count = '200', seed = '1'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { files } = kinds.nifti;
const found = [];
for (let number = 0; found.length < Number(count); number++) {
  const random = createRandom(`${seed} values ${number}`);
  const bytes = mutate(files[random.integer(files.length)], files, random);
  const image = await decodeNifti(bytes, { maxVoxels: 2 ** 16 }).catch(() => undefined);
  if (!image) continue;
  const name = `${number}.nii`;
  writeFileSync(join(folder, name), bytes);
  const { volume, header, warnings } = image;
  const { shape, affine, voxels } = volume;
  found.push({ name, shape, affine, placement: header.placement, units: header.units, voxels: [...voxels], warnings });
}
writeFileSync(join(folder, 'values.json'), JSON.stringify(found));
