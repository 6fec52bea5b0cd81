/**
 * Does the memorisation audit find copies, and leave people alone?
 *
 *     node tools/run-from-sources.js tools/metrics/planted-copies.ts PREPROCESSED_FOLDER [--splits 5] [--samples 38]
 *
 * In each split half of the people are the training set, a quarter are the unseen people that the index is calibrated
 * on, and the last quarter are fresh people that must not be flagged. Of a training volume each, one copy of each kind is planted
 * among the samples; the others are the fresh people and draws of the linear Gaussian model of the training set.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fitGaussian, sampleGaussian } from '@braingen/cascade';
import { auditMemorisation } from '@braingen/metrics';
import { createRandom, resample, Volume, freezeAffine, identityAffine, type Random } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { splits: { type: 'string', default: '5' }, samples: { type: 'string', default: '38' } },
});
const files = readdirSync(positionals[0], { recursive: true })
  .map(String)
  .filter((file) => /_desc-preproc_T1w\.nii\.gz$/.test(file))
  .sort();
const people: Volume[] = [];
for (const file of files) people.push(await readVolume(join(positionals[0], file)));

const moved = (volume: Volume, millimetres: number): Volume =>
  resample(volume, volume, {
    transform: freezeAffine(
      identityAffine.map((row, i) => (i < 3 ? [row[0], row[1], row[2], i === 0 ? 0 : millimetres] : [...row])),
    ),
  });

/** The kinds of copies, each of one training volume; `other` lends the other half. */
const kinds: Readonly<Record<string, (volume: Volume, other: Volume, random: Random) => Volume>> = {
  exact: (volume) => volume,
  mirrored: (volume) =>
    volume.with(
      volume.voxels.map((_, i) => {
        const nx = volume.shape[0];
        return volume.voxels[i - (i % nx) + (nx - 1 - (i % nx))];
      }),
    ),
  noisy: (volume, _, random) =>
    volume.with(volume.voxels.map((value) => (value > 0 ? value + 0.1 * random.normal() : 0))),
  shifted: (volume) => moved(volume, 5),
  brightened: (volume) => volume.with(volume.voxels.map((value) => (value > 0 ? 0.1 + 1.2 * value : 0))),
  'half and half': (volume, other) =>
    volume.with(volume.voxels.map((value, i) => (i % volume.shape[0] < volume.shape[0] / 2 ? value : other.voxels[i]))),
  blended: (volume, other) => volume.with(volume.voxels.map((value, i) => (value + other.voxels[i]) / 2)),
};

const found: Record<string, number[]> = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
const flagged = { fresh: 0, drawn: 0 };
const tried = { fresh: 0, drawn: 0 };
for (let split = 0; split < Number(values.splits); split++) {
  const random = createRandom(`split ${split}`);
  const order = people
    .map((volume) => [random.uniform(), volume] as const)
    .sort(([a], [b]) => a - b)
    .map(([, volume]) => volume);
  const [half, quarter] = [Math.floor(order.length / 2), Math.floor(order.length / 4)];
  const [training, unseen, fresh] = [
    order.slice(0, half),
    order.slice(half, half + quarter),
    order.slice(half + quarter),
  ];
  const planted = Object.values(kinds).map((copy, i) => copy(training[i], training[i + 7], random));
  const model = fitGaussian(
    training.map(({ voxels }) => voxels),
    { shrinkage: { share: 1, floor: 0 } },
  );
  const others = Math.max(0, Number(values.samples) - fresh.length - planted.length);
  const drawn = Array.from({ length: others }, () => training[0].with(sampleGaussian(model, random)));
  const { pairs, reference } = await auditMemorisation(training, [...fresh, ...drawn, ...planted], { unseen });
  const sets = { fresh: pairs.slice(0, fresh.length), drawn: pairs.slice(fresh.length, fresh.length + others) };
  console.log(
    `split ${split}: ${training.length} trained on, ${pairs.length} samples, null of ${reference.n} ${reference.of}`,
  );
  for (const [name, of] of Object.entries(sets) as [keyof typeof sets, typeof pairs][]) {
    tried[name] += of.length;
    flagged[name] += of.filter((pair) => pair.flagged).length;
    const highest = of.reduce((most, pair) => Math.max(most, pair.similarity), 0);
    console.log(`  ${name}: similarity of at most ${highest.toFixed(2)}`);
  }
  Object.keys(kinds).forEach((kind, i) => {
    const pair = pairs[fresh.length + others + i];
    const right = pair.flagged && (pair.training === i || pair.training === i + 7);
    found[kind].push(right ? pair.index : NaN);
    console.log(
      `  ${kind}: ${right ? 'found' : 'MISSED'}, index ${pair.index.toFixed(1)}, similarity ${pair.similarity.toFixed(2)}, ${pair.part}`,
    );
  });
}
console.log(
  `fresh people flagged: ${flagged.fresh} of ${tried.fresh}; draws of the Gaussian model: ${flagged.drawn} of ${tried.drawn}`,
);
for (const [kind, indices] of Object.entries(found)) {
  const hits = indices.filter((index) => !Number.isNaN(index));
  console.log(
    `${kind.padEnd(14)} found ${hits.length} of ${indices.length}, least index ${Math.min(...hits).toFixed(1)}`,
  );
}
