/**
 * Builds the default template: an average of openly licensed heads and brains in MNI space on a grid of 2 mm, the
 * intracranial cavity and tissue priors. See README.md for the command.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { n4 } from '@braingen/bias-field';
import { registerAffine } from '@braingen/registration';
import { composeAffine, identityAffine, invertAffine, resample, type Grid, type Volume } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { assemble, averageLabels, strippedHead, type Averages, type Placed } from './assemble.ts';
import { labelledHead } from './label-classes.ts';
import { writeTemplate } from './write.ts';

const [data, anchorHeadPath, anchorBrainPath, work, output] = process.argv.slice(2);
mkdirSync(work, { recursive: true });
const rounds = 1;

/** 2 mm, RAS, the field of view of the MNI152 templates. */
const grid: Grid = {
  shape: [91, 109, 91],
  affine: [
    [2, 0, 0, -90],
    [0, 2, 0, -126],
    [0, 0, 2, -72],
    [0, 0, 0, 1],
  ],
};

const scansOf = (set: string): string[] =>
  readdirSync(join(data, set))
    .filter((name) => name.startsWith('sub-'))
    .sort()
    .map((name) => join(data, set, name, 'anat', `${name}_T1w.nii.gz`));
const sources = {
  heads: scansOf('ds000011'),
  brains: scansOf('ds002748'),
  labels: readdirSync(join(data, 'labels'))
    .filter((name) => name.endsWith('.nii.gz'))
    .sort()
    .map((name) => join(data, 'labels', name)),
};

/** Registers one scan after another, so that one is in memory at a time. What WORK holds of an earlier run is kept. */
async function place(
  name: string,
  paths: readonly string[],
  fixed: Volume,
  read: (path: string) => Promise<Volume>,
  earlier?: readonly Placed[],
): Promise<Placed[]> {
  const record = join(work, `${name}.json`);
  const placed = existsSync(record) ? (JSON.parse(readFileSync(record, 'utf8')) as Placed[]) : [];
  for (const path of paths.slice(placed.length)) {
    const initial = earlier?.[placed.length].transform;
    const { matrix, similarity } = await registerAffine(await read(path), fixed, { initial });
    console.error(`${name} ${path} similarity ${similarity.toFixed(3)}`);
    placed.push({ path, transform: matrix });
    writeFileSync(record, JSON.stringify(placed));
  }
  return placed;
}

const readLabelledBrain = async (path: string): Promise<Volume> => labelledHead(await readVolume(path)).brain;

/** Writes the scans without their inhomogeneity, estimated within the cavity, and says where. */
async function correct(set: string, placed: readonly Placed[], cavity: Volume): Promise<Placed[]> {
  const corrected: Placed[] = [];
  for (const { path, transform } of placed) {
    const name = join(work, `${set}-${basename(path, '.nii.gz')}.nii`);
    corrected.push({ path: name, transform });
    if (existsSync(name)) continue;
    const scan = await readVolume(path);
    const inside = resample(cavity, scan, { transform: invertAffine(transform) });
    const mask = inside.with(inside.voxels.map((p, i) => (p > 0.5 && scan.voxels[i] > 0 ? 1 : 0)));
    await writeVolume(name, (await n4(scan, { mask })).volume);
    console.error(`${name} corrected`);
  }
  return corrected;
}

const pathsOf = (placed: readonly Placed[]): string[] => placed.map(({ path }) => path);

// The template's resolution is enough for the place of its subjects.
const anchorHead = resample(await readVolume(anchorHeadPath), grid);
const anchorBrain = resample(await readVolume(anchorBrainPath), grid);
let labels = await place('labels-0', sources.labels, anchorBrain, readLabelledBrain);
let brains = await place('brains-0', sources.brains, anchorBrain, readVolume);
let heads = await place('heads-0', sources.heads, anchorHead, readVolume);
const { intracranial } = await averageLabels(grid, labels);
heads = await correct('heads', heads, intracranial);
brains = await correct('brains', brains, intracranial);
let template: Averages = await assemble(grid, { heads, brains, labels });

for (let round = 1; round <= rounds; round++) {
  const brain = strippedHead(template);
  labels = await place(`labels-${round}`, sources.labels, brain, readLabelledBrain, labels);
  brains = await place(`brains-${round}`, pathsOf(brains), brain, readVolume, brains);
  heads = await place(`heads-${round}`, pathsOf(heads), template.head, readVolume, heads);
  template = await assemble(grid, { heads, brains, labels });
}
// The average has drifted a little in size and place: bring it back to the anchor.
const { matrix } = await registerAffine(strippedHead(template), anchorBrain, { initial: identityAffine });
console.error(`drift ${JSON.stringify(matrix)}`);
const back = ({ path, transform }: Placed): Placed => ({ path, transform: composeAffine(transform, matrix) });
template = await assemble(grid, { heads: heads.map(back), brains: brains.map(back), labels: labels.map(back) });

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const files = (paths: readonly string[]): object[] =>
  paths.map((path) => ({ name: basename(path), sha256: sha256(path) }));
await writeTemplate(output, template, {
  name: 'Braingen 2 mm',
  space: 'MNI152',
  licence: 'Apache-2.0',
  script: 'tools/template/build.ts',
  sources: [
    { name: 'OpenfMRI ds000011', licence: 'PDDL-1.0', use: 'whole heads, defaced', files: files(sources.heads) },
    {
      name: 'OpenNeuro ds002748 v1.0.5',
      licence: 'CC0-1.0',
      use: 'skull-stripped brains',
      files: files(sources.brains),
    },
    {
      name: 'SynthSeg label maps',
      licence: 'Apache-2.0',
      use: 'intracranial cavity and tissue priors',
      files: files(sources.labels),
    },
  ],
  anchors: files([anchorHeadPath, anchorBrainPath]),
});
