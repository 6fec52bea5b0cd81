/**
 * What FID on the features of @braingen/anatomy responds to: half of the scans against the other half, changed on purpose; beside it
 * FID on random features, and on those of some levels alone.
 *
 *   node tools/run-from-sources.js tools/anatomy/feature-response.ts WEIGHTS SCAN_T1w.nii.gz...
 */
import { anatomyFeatures } from '@braingen/anatomy';
import { loadNetwork } from '@braingen/anatomy/node';
import { startEngine } from '@braingen/engine';
import { defaultFeatures, fid, type FeatureExtractor } from '@braingen/metrics';
import { createRandom, gaussianSmooth, type Volume } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';

const [weights, ...scans] = process.argv.slice(2);
await startEngine();
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const anatomy = await anatomyFeatures(await loadNetwork(weights));

/** The same features, computed once, of which some are taken. */
const known = new WeakMap<Volume, Promise<Float64Array>>();
const part = (name: string, from: number): FeatureExtractor => ({
  name,
  settings: {},
  extract: async (volume) => {
    const found = known.get(volume) ?? anatomy.extract(volume);
    known.set(volume, found);
    return (await found).slice(from);
  },
});
// Left and right of 24, 32, 48 channels on the way down, and 48 in the middle.
const extractors = [part('all levels', 0), part('two coarsest', 112), part('middle alone', 208), defaultFeatures];

const volumes = await Promise.all(scans.map((scan) => readVolume(scan)));
const [real, others] = [volumes.filter((_, i) => i % 2 === 0), volumes.filter((_, i) => i % 2 === 1)];
const noisy = (volume: Volume, i: number): Volume => {
  const random = createRandom(i);
  return volume.with(volume.voxels.map((value) => (value > 0 ? Math.max(0, value + 0.05 * random.normal()) : 0)));
};
const mirrored = (volume: Volume): Volume => {
  const [nx] = volume.shape;
  return volume.with(volume.voxels.map((_, i) => volume.voxels[i - 2 * (i % nx) + nx - 1]));
};
const mean = others[0].with(
  others[0].voxels.map((_, i) => others.reduce((sum, { voxels }) => sum + voxels[i], 0) / others.length),
);
const changes: Record<string, (volume: Volume, i: number) => Volume> = {
  'as they are': (volume) => volume,
  mirrored,
  'noise of 0.05': noisy,
  'blurred, sigma 1 voxel': (volume) => gaussianSmooth(volume, 1),
  '10 % darker': (volume) => volume.with(volume.voxels.map((value) => 0.9 * value)),
  'two of them, again and again': (_, i) => others[i % 2],
  'drawn towards their mean by 70 %': (volume) =>
    volume.with(volume.voxels.map((value, i) => 0.3 * value + 0.7 * mean.voxels[i])),
};
const before = cpu();
for (const volume of real) await extractors[0].extract(volume);
console.log(`${((cpu() - before) / real.length).toFixed(2)} CPU s a brain`);
for (const [name, change] of Object.entries(changes)) {
  const changed = others.map(change);
  const figures: string[] = [];
  for (const features of extractors) {
    const { value, interval, baseline } = await fid({ features }).evaluate(real, changed, { resamples: 100 });
    const range = (interval ?? []).map((end) => end.toPrecision(3)).join(', ');
    figures.push(`${features.name} ${value.toPrecision(3)} [${range}] halves ${baseline?.value.toPrecision(3)}`);
  }
  console.log(`${name}: ${figures.join(' | ')}`);
}
