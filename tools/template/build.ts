/**
 * Builds the default template: an average of openly licensed heads and brains in MNI space on a grid of 2 mm, the
 * intracranial cavity and tissue priors. See README.md for the command.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { composeAffine, identityAffine, resample, Volume, type Affine, type Grid } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import { registerAffine } from '@braingen/registration';
import { averageOn, defacedMask, medianWithin, strippedMask, type Placed } from './average.ts';
import { labelledHead } from './label-classes.ts';
import { writeTemplate, type Averages } from './write.ts';

const [data, anchorHeadPath, anchorBrainPath, output, rounds = '2'] = process.argv.slice(2);

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

const log = (text: string): void => console.error(text);
const scansOf = (set: string): string[] =>
  readdirSync(join(data, set))
    .filter((name) => name.startsWith('sub-'))
    .sort()
    .map((name) => join(data, set, name, 'anat', `${name}_T1w.nii.gz`));
const headPaths = scansOf('ds000011');
const brainPaths = scansOf('ds002748');
const labelPaths = readdirSync(join(data, 'labels'))
  .filter((name) => name.endsWith('.nii.gz'))
  .sort()
  .map((name) => join(data, 'labels', name));

// The template's resolution is enough for the place of its subjects.
const anchorHead = resample(await readVolume(anchorHeadPath), grid);
const anchorBrain = resample(await readVolume(anchorBrainPath), grid);

/** Registers one after another and keeps what the average needs: images are read again rather than all held. */
async function place(path: string, fixed: Volume<Float32Array>, initial?: Affine): Promise<Affine> {
  const { matrix, similarity } = await registerAffine(await readVolume(path), fixed, { initial });
  log(`${basename(path)} similarity ${similarity.toFixed(3)}`);
  return matrix;
}

async function placeLabels(path: string, fixed: Volume<Float32Array>, initial?: Affine): Promise<Affine> {
  const { brain } = labelledHead(await readVolume(path));
  const { matrix, similarity } = await registerAffine(brain, fixed, { initial });
  log(`${basename(path)} similarity ${similarity.toFixed(3)}`);
  return matrix;
}

// Round 0: brains and labelled brains to the anchor's brain, heads to the anchor's head.
let brainTransforms: Affine[] = [];
for (const path of brainPaths) brainTransforms.push(await place(path, anchorBrain));
let labelTransforms: Affine[] = [];
for (const path of labelPaths) labelTransforms.push(await placeLabels(path, anchorBrain));
let headTransforms: Affine[] = [];
for (const path of headPaths) headTransforms.push(await place(path, anchorHead));

let template = await assemble();
for (let round = 1; round <= Number(rounds); round++) {
  log(`round ${round}`);
  const { head, intracranial } = template;
  const brain = strippedHead(template);
  brainTransforms = await each(brainPaths, (path, i) => place(path, brain, brainTransforms[i]));
  labelTransforms = await each(labelPaths, (path, i) => placeLabels(path, brain, labelTransforms[i]));
  headTransforms = await each(headPaths, async (path, i) => {
    const image = await readVolume(path);
    const { matrix, similarity } = await registerAffine(image, head, {
      initial: headTransforms[i],
      fixedMask: intracranial.with(intracranial.voxels.map((v) => (v > 0.02 ? 1 : 0))),
    });
    log(`${basename(path)} similarity ${similarity.toFixed(3)}`);
    return matrix;
  });
  template = await assemble();
  // The average drifts a little in size and place with each round: bring it back to the anchor.
  const { matrix } = await registerAffine(strippedHead(template), anchorBrain, { initial: identityAffine });
  log(`drift ${JSON.stringify(matrix)}`);
  brainTransforms = brainTransforms.map((t) => composeAffine(t, matrix));
  labelTransforms = labelTransforms.map((t) => composeAffine(t, matrix));
  headTransforms = headTransforms.map((t) => composeAffine(t, matrix));
  template = await assemble();
}

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
await writeTemplate(output, template, {
  name: 'Braingen 2 mm',
  space: 'MNI152',
  licence: 'Apache-2.0',
  script: 'tools/template/build.ts',
  sources: [
    { name: 'OpenfMRI ds000011', licence: 'PDDL-1.0', use: 'whole heads, defaced', files: headPaths },
    { name: 'OpenNeuro ds002748 v1.0.5', licence: 'CC0-1.0', use: 'skull-stripped brains', files: brainPaths },
    {
      name: 'SynthSeg label maps',
      licence: 'Apache-2.0',
      use: 'intracranial cavity and tissue priors',
      files: labelPaths,
    },
  ].map(({ files, ...source }) => ({
    ...source,
    files: files.map((path) => ({ name: basename(path), sha256: sha256(path) })),
  })),
  anchors: [anchorHeadPath, anchorBrainPath].map((path) => ({ name: basename(path), sha256: sha256(path) })),
});

async function each<T, U>(items: readonly T[], f: (item: T, index: number) => Promise<U>): Promise<U[]> {
  const out: U[] = [];
  for (const [i, item] of items.entries()) out.push(await f(item, i));
  return out;
}

async function assemble(): Promise<Averages> {
  const labelled = { intracranial: Volume.zeros(grid), csf: Volume.zeros(grid), wm: Volume.zeros(grid) };
  for (const [i, path] of labelPaths.entries()) {
    const maps = labelledHead(await readVolume(path));
    for (const key of ['intracranial', 'csf', 'wm'] as const) {
      const { voxels } = resample(maps[key], grid, { transform: labelTransforms[i] });
      const sum = labelled[key].voxels;
      for (let k = 0; k < sum.length; k++) sum[k] += voxels[k] / labelPaths.length;
    }
  }
  // White matter, the same in every scan, sets the scale.
  const scale = (onGrid: Volume<Float32Array>): number => 150 / medianWithin(onGrid, labelled.wm, 0.85);
  const heads = await averageOn(
    grid,
    headPaths.length,
    (i) => placed(headPaths[i], headTransforms[i], defacedMask),
    scale,
  );
  const brains = await averageOn(
    grid,
    brainPaths.length,
    (i) => placed(brainPaths[i], brainTransforms[i], strippedMask),
    scale,
  );
  const head = heads.mean.with(
    heads.mean.voxels.map((value, i) => {
      // Where few stripped brains reach, those few are the ones whose cortex lies there: they count for less.
      const h = heads.coverage.voxels[i] * headPaths.length;
      const b = brains.coverage.voxels[i] ** 3 * brainPaths.length;
      return h + b > 0 ? (h * value + b * brains.mean.voxels[i]) / (h + b) : 0;
    }),
  );
  const brain = brains.coverage.with(brains.coverage.voxels.map((fraction) => (fraction >= 0.5 ? 1 : 0)));
  return { head, brain, ...labelled };
}

async function placed(
  path: string,
  transform: Affine,
  dataMask: (volume: Volume<Float32Array>) => Volume<Float32Array>,
): Promise<Placed> {
  const image = await readVolume(path);
  return { image, data: dataMask(image), transform };
}

function strippedHead({ head, brain }: Averages): Volume<Float32Array> {
  return head.with(head.voxels.map((value, i) => value * brain.voxels[i]));
}
