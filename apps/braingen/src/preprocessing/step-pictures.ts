import { readFile } from 'node:fs/promises';
import type { ScanOutcome } from '@braingen/bids';
import { allSteps } from '@braingen/chain';
import type { Picture, ScanSteps } from '@braingen/report';

/** The pictures that preprocessing left of a scan, in the order of its steps; steps not taken are left out. */
export async function readStepPictures({ scan, volume }: ScanOutcome): Promise<ScanSteps> {
  const steps = ['raw', ...allSteps.map(({ name }) => name)];
  return { name: scan, steps: volume === undefined ? [] : await readPictures(volume, steps) };
}

/**
 * The pictures of some steps, as far as they are there.
 *
 * @param derivative path of the scan's preprocessed volume, or of its sidecar
 */
export async function readPictures(derivative: string, steps: readonly string[]): Promise<Picture[]> {
  const pictures = await Promise.all(
    steps.map(async (label) => {
      const path = derivative.replace(/_desc-preproc_T1w\.(nii\.gz|json)$/, `_desc-${label}_T1w.png`);
      const png = await readFile(path).catch(() => undefined);
      return png ? [{ png, label }] : [];
    }),
  );
  return pictures.flat();
}
