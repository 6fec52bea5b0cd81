/**
 * Figures of folders of samples, on their grid, against the people of the last test, beside those of the training scans and of the linear Gaussian
 * model of the training scans. The test people are for the last look; `--people validation` is for all others.
 *
 *   npx jiti tools/experiments/measure.ts EXPERIMENT.json PREPROCESSED SAMPLES... [--people test|validation] [--gaussian 24]
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fitGaussian, sampleGaussian } from '@braingen/cascade';
import { startEngine } from '@braingen/engine';
import { onGrid } from '@braingen/metrics';
import { createRandom, tensorToVolumes, Volume } from '@braingen/volume';
import { readNifti } from '@braingen/volume/node';
import type { Experiment } from './experiment.ts';
import { pairs, printFigures } from './figures.ts';
import { readPeople, type Person } from './people.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: 'string', default: 'test' },
    gaussian: { type: 'string', default: '24' },
    threads: { type: 'string', default: '1' },
  },
});
const [file, preprocessed, ...folders] = positionals;
const { seed } = JSON.parse(await readFile(file, 'utf8')) as Experiment;
const { split, grid } = await readPeople([preprocessed], seed);
await startEngine({ name: 'native', threads: Number(values.threads) });
const asVolume = (data: Float32Array): Volume => tensorToVolumes(data, [1, ...grid.shape, 1], grid.affine)[0];
const sets = new Map<string, Volume[]>();
for (const folder of folders) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.nii.gz')).sort();
  sets.set(folder, await Promise.all(names.map(async (name) => (await readNifti(join(folder, name))).volume)));
}
// Everything is measured on the grid of the samples.
const [[sample]] = [...sets.values()];
const volumesOf = (people: readonly Person[]): Volume[] => people.map(({ data }) => onGrid(asVolume(data), sample));
const people = volumesOf(values.people === 'test' ? split.test : split.validation);
const training = volumesOf(split.training);
const model = fitGaussian(training.map(({ voxels }) => Float32Array.from(voxels)));
const draws = Array.from({ length: Number(values.gaussian) }, (_, i) => {
  const voxels = sampleGaussian(model, createRandom(seed).fork(`linear Gaussian ${i}`));
  return new Volume(voxels, { shape: sample.shape, affine: sample.affine });
});
sets.set('linear Gaussian', draws);
sets.set('training scans', training);

console.log(
  `against ${people.length} people of the ${values.people}; SSIM over pairs at 28 x 40 x 28: ${pairs(people)}`,
);
for (const [name, volumes] of sets) await printFigures(name, volumes, { people, training });
