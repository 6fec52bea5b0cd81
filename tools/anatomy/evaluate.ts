/**
 * Dice coefficients of the network of @braingen/anatomy on label maps that it was not trained on, painted T1-like.
 *
 *   node tools/run-from-sources.js tools/anatomy/evaluate.ts RUN_FOLDER LABEL_FOLDER [--scans N] [--strength S] [--out FOLDER]
 *
 * With --out it leaves image, truth and segmentation of every scan there.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { labelOf, networkGrid, regionNames, segment } from '@braingen/anatomy';
import { drawScan } from '@braingen/anatomy/training';
import { startEngine } from '@braingen/engine';
import { createRandom, diceOf, tensorToVolumes, type Volume } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { loadNetwork } from './load-network.ts';
import { readMaps } from './read-maps.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scans: { type: 'string', default: '1' },
    strength: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const [run, folder] = positionals;
await startEngine();
const { network, step } = await loadNetwork(run);
const maps = await readMaps(folder, 'test');
if (values.out) await mkdir(values.out, { recursive: true });

const { shape, affine } = networkGrid;
const toVolume = (data: Float32Array): Volume => tensorToVolumes(data, [1, ...shape, 1], affine)[0];
const regions = regionNames.map((_, i) => i + 1);
/** The region of a label. */
const regionOf = (labels: Uint8Array): Uint8Array => labels.map((label) => (label + 1) >> 1);

const all: number[][] = [];
for (const [index, map] of maps.entries()) {
  for (let scan = 0; scan < Number(values.scans); scan++) {
    const range = { t1: 1, stripped: 1, strength: Number(values.strength) };
    const drawn = drawScan(map, createRandom(`test/${index}/${scan}`), range);
    const truth = toVolume(
      Float32Array.from(drawn.region, (region, i) => region && labelOf(region, drawn.side[i] === 2)),
    );
    const image = toVolume(drawn.image);
    const before = process.cpuUsage();
    const found = await segment(image, network);
    const { user, system } = process.cpuUsage(before);

    const truths = new Uint8Array(truth.voxels);
    const dice = diceOf(regionOf(found.volume.voxels), regionOf(truths), regions);
    const side = toVolume(Float32Array.from(drawn.side)).voxels;
    let [sided, right] = [0, 0];
    found.volume.voxels.forEach((label, i) => {
      if (side[i] === 0 || label === 0 || regionOf(Uint8Array.of(label, truths[i]))[0] !== (truths[i] + 1) >> 1) return;
      sided++;
      if (label === truths[i]) right++;
    });
    all.push([...dice, ...Object.values(found.expectedDice), right / sided]);
    console.log(
      `map ${index}, scan ${scan}: ${dice.map((value) => value.toFixed(3)).join(' ')}; expected ${found.quality.toFixed(3)}; side ${(right / sided).toFixed(4)}; ${((user + system) / 1e6).toFixed(2)} CPU s`,
    );
    if (!values.out) continue;
    const name = join(values.out, `map${index}-scan${scan}`);
    await writeVolume(`${name}_T1w.nii.gz`, image);
    await writeVolume(`${name}_truth.nii.gz`, truth, { labels: true });
    await writeVolume(`${name}_found.nii.gz`, found.volume, { labels: true });
  }
}

const mean = (column: number): number => all.reduce((sum, row) => sum + row[column], 0) / all.length;
console.log(`after ${step} steps, ${all.length} scans: mean Dice, and what the network expected`);
regionNames.forEach((name, i) =>
  console.log(`  ${name.padEnd(26)} ${mean(i).toFixed(3)}  ${mean(i + regionNames.length).toFixed(3)}`),
);
console.log(
  `  ${'mean'.padEnd(26)} ${(regionNames.reduce((sum, _, i) => sum + mean(i), 0) / regionNames.length).toFixed(3)}`,
);
