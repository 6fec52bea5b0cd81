/**
 * Does the memorisation audit find copies, and leave people alone?
 *
 *     npm run build
 *     npx jiti tools/metrics/planted-copies.ts PREPROCESSED_FOLDER [--splits 4]
 *
 * In each split half of the people are the training set, a quarter are the unseen people that the index is calibrated
 * on, and the last quarter are unseen people that must not be flagged. Of each of six training volumes one copy of each
 * kind is planted.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { auditMemorisation } from '@braingen/metrics';
import { createRandom, resample, Volume, freezeAffine, identityAffine, type Random } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { splits: { type: 'string', default: '4' } },
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
let [flagged, tried] = [0, 0];
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
  const planted = Object.entries(kinds).flatMap(([kind, copy]) =>
    [0, 1, 2, 3, 4, 5].map((i) => ({ kind, of: i, volume: copy(training[i], training[i + 6], random) })),
  );
  const audit = await auditMemorisation(training, [...fresh, ...planted.map(({ volume }) => volume)], { unseen });
  tried += fresh.length;
  flagged += audit.pairs.slice(0, fresh.length).filter((pair) => pair.flagged).length;
  console.log(
    'fresh',
    audit.pairs
      .slice(0, fresh.length)
      .map((p) => `${p.index.toFixed(1)}/${p.similarity.toFixed(2)}${p.part[0]}`)
      .join(' '),
    'null',
    audit.reference.of,
    Math.max(...audit.reference.indices).toFixed(1),
  );
  planted.forEach(({ kind }, i) =>
    found[kind].push(audit.pairs[fresh.length + i].flagged ? audit.pairs[fresh.length + i].index : NaN),
  );
}
console.log(`unseen people flagged: ${flagged} of ${tried}`);
for (const [kind, indices] of Object.entries(found)) {
  const hits = indices.filter((index) => !Number.isNaN(index));
  console.log(
    `${kind.padEnd(14)} found ${hits.length} of ${indices.length}, least index ${Math.min(...hits).toFixed(1)}`,
  );
}
