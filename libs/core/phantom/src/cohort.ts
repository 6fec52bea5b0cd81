import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProgressOptions, Volume, VoxelArray } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { labels } from './anatomy/labels.ts';
import { createPhantom, type Phantom, type PhantomOptions } from './phantom.ts';

/** How many heads, and what is the same for all of them; whatever is left out differs from head to head. */
export interface CohortOptions extends ProgressOptions, Omit<PhantomOptions, 'seed'> {
  /** At least 1. */
  readonly count: number;
  readonly seed: number | string;
  /** Also write what is known of each head, as a BIDS derivative under derivatives/truth. @default false */
  readonly truth?: boolean | undefined;
}

/**
 * Heads for a look at the whole method: enough for a distribution, few enough for minutes, of voxels so large that the steps before
 * the training's coarser grid cost less.
 */
export const demoCohort: Pick<Required<CohortOptions>, 'count' | 'spacing'> = { count: 12, spacing: 1.6 };

/**
 * Writes a BIDS dataset of phantoms: sub-01 to sub-NN, each with one T1-weighted scan, and a table of their sizes.
 *
 * @throws RangeError if `count` is not a positive whole number
 */
export async function writePhantomCohort(directory: string, options: CohortOptions): Promise<void> {
  const { count, seed, truth = false, signal, onProgress, ...shared } = options;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`writePhantomCohort: expected a count of at least 1, found ${count}`);
  }
  await mkdir(directory, { recursive: true });
  // First, so that a cohort whose making was interrupted says whose it is.
  await writeJson(join(directory, 'dataset_description.json'), {
    Name: 'Braingen phantoms',
    BIDSVersion: '1.9.0',
    DatasetType: 'raw',
    License: 'CC0',
    GeneratedBy: [{ Name: '@braingen/phantom' }],
  });
  const rows = ['participant_id\tseed\tintracranial_volume_ml\tbrain_volume_ml'];
  for (let index = 0; index < count; index++) {
    const subject = `sub-${String(index + 1).padStart(2, '0')}`;
    const own = `${seed}/${subject}`;
    const phantom = await createPhantom({
      ...shared,
      seed: own,
      signal,
      onProgress: (fraction) => onProgress?.((index + fraction) / count),
    });
    const anatomical = join(directory, subject, 'anat');
    await mkdir(anatomical, { recursive: true });
    // Whole numbers in 16 bits, as scanners store them.
    const scan = phantom.image.with(phantom.image.voxels.map(Math.round));
    await writeVolume(join(anatomical, `${subject}_T1w.nii.gz`), scan, {
      datatype: 'int16',
      description: 'Braingen phantom',
    });
    if (truth) await writeTruth(join(directory, 'derivatives', 'truth'), subject, phantom);
    rows.push([subject, own, millilitres(phantom.intracranialMask), millilitres(phantom.brainMask)].join('\t'));
  }
  await writeFile(join(directory, 'participants.tsv'), rows.join('\n') + '\n');
  await writeJson(join(directory, 'participants.json'), {
    seed: { Description: 'seed that makes this head again' },
    intracranial_volume_ml: { Description: 'volume inside the skull, counted from the labels', Units: 'mL' },
    brain_volume_ml: { Description: 'brain with its ventricles, counted from the labels', Units: 'mL' },
  });
}

async function writeTruth(directory: string, subject: string, phantom: Phantom): Promise<void> {
  const folder = join(directory, subject, 'anat');
  const name = (suffix: string): string => join(folder, `${subject}_${suffix}.nii.gz`);
  await mkdir(folder, { recursive: true });
  await writeVolume(name('dseg'), phantom.labels, { labels: true });
  await writeVolume(name('desc-brain_mask'), phantom.brainMask, { labels: true });
  await writeVolume(name('desc-intracranial_mask'), phantom.intracranialMask, { labels: true });
  for (const [tissue, volume] of Object.entries(phantom.tissues)) {
    await writeVolume(name(`label-${tissue.toUpperCase()}_probseg`), volume);
  }
  await writeVolume(name('desc-field_T1w'), phantom.field);
  await writeVolume(name('desc-clean_T1w'), phantom.clean);
  const { noiseSigma, pose, templateToWorld, individual } = phantom;
  await writeJson(join(folder, `${subject}_desc-truth.json`), { noiseSigma, pose, templateToWorld, individual });
  const rows = Object.entries(labels).map(([structure, index]) => `${index}\t${structure}`);
  await writeFile(join(directory, 'dseg.tsv'), ['index\tname', ...rows].join('\n') + '\n');
  await writeJson(join(directory, 'dataset_description.json'), {
    Name: 'Braingen phantoms: truth',
    BIDSVersion: '1.9.0',
    DatasetType: 'derivative',
    GeneratedBy: [{ Name: '@braingen/phantom' }],
  });
}

function millilitres(mask: Volume<VoxelArray>): string {
  const [x, y, z] = mask.spacing;
  let count = 0;
  for (const voxel of mask.voxels) count += voxel;
  return ((count * x * y * z) / 1000).toFixed(1);
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, JSON.stringify(value, null, 2) + '\n');
}
