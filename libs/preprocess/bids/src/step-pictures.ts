import { readFile } from 'node:fs/promises';
import { allSteps } from '@braingen/chain';
import type { ScanOutcome } from './take-scan.ts';

/** A picture of a volume after a step of the chain. */
export interface StepPicture {
  /** The step's name, or "raw". */
  readonly label: string;
  readonly png: Uint8Array;
}

/** The pictures that preprocessing left of a scan, in the order of its steps; steps not taken are left out. */
export async function readScanPictures({
  scan,
  volume,
}: Pick<ScanOutcome, 'scan' | 'volume'>): Promise<{ readonly name: string; readonly steps: StepPicture[] }> {
  const steps = ['raw', ...allSteps.map(({ name }) => name)];
  return { name: scan, steps: volume === undefined ? [] : await readStepPictures(volume, steps) };
}

/**
 * The pictures of some steps, as far as they are there.
 *
 * @param path of the scan's preprocessed volume, or of its sidecar
 */
export async function readStepPictures(path: string, steps: readonly string[]): Promise<StepPicture[]> {
  const pictures = await Promise.all(
    steps.map(async (label) => {
      const file = path.replace(/_desc-preproc_T1w\.(nii\.gz|json)$/, `_desc-${label}_T1w.png`);
      const png = await readFile(file).catch(() => undefined);
      return png ? [{ png, label }] : [];
    }),
  );
  return pictures.flat();
}
