import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { originOf } from '@braingen/provenance/node';
import { checkOutputFolder, pathInside, writeWhole } from '@braingen/volume/node';
import { ownGenerator, type Generator } from './description.ts';
import type { Scan } from './find-scans.ts';

/** The files that one preprocessed scan leaves in a BIDS derivative. */
export interface DerivativePaths {
  readonly folder: string;
  readonly volume: string;
  readonly mask: string;
  /** Written last: a scan is done when its sidecar is there. */
  readonly sidecar: string;
  readonly error: string;
  /** The volume after a step, kept on request. */
  step(name: string): string;
  /** A picture of the volume after a step. */
  picture(name: string): string;
}

/** @param derivative the folder that the derivative lies in */
export function derivativePaths(derivative: string, scan: Scan): DerivativePaths {
  const folder = join(derivative, scan.folder);
  const stem = join(folder, scan.name);
  return {
    folder,
    volume: `${stem}_desc-preproc_T1w.nii.gz`,
    mask: `${stem}_desc-brain_mask.nii.gz`,
    sidecar: `${stem}_desc-preproc_T1w.json`,
    error: `${stem}_desc-preproc_error.json`,
    step: (name) => `${stem}_desc-${name}_T1w.nii.gz`,
    picture: (name) => `${stem}_desc-${name}_T1w.png`,
  };
}

/**
 * Takes the table of participants along, where the dataset has one: who trains on a derivative may want ages as covariates.
 *
 * @returns the table's text, empty where there is none
 * @throws RangeError where it is a link that leads out of the dataset
 */
export async function copyParticipants(dataset: string, derivative: string): Promise<string> {
  const copy = async (name: string): Promise<string> => {
    const path = await pathInside(dataset, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) await writeWhole(join(derivative, name), text);
    return text ?? '';
  };
  await copy('participants.json');
  return copy('participants.tsv');
}

/**
 * Looks whether a folder can hold the derivative of a dataset.
 *
 * @throws RangeError if it is the dataset, lies within its scans, or is another program's
 */
export function checkDerivative(
  dataset: string,
  derivative: string,
  { name }: Generator = ownGenerator,
): Promise<void> {
  const isOurs = async (): Promise<boolean> => {
    const { generators, isSynthetic } = await originOf(derivative);
    return generators.includes(name) && !isSynthetic;
  };
  return checkOutputFolder(derivative, { inputs: [dataset], inside: ['derivatives/*'], isOurs });
}
