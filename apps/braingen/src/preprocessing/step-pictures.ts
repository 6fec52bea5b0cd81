import { readFile } from 'node:fs/promises';
import type { ScanSteps } from '@braingen/report';
import { chain } from './chain.ts';
import type { ScanOutcome } from './participants.ts';

/** The pictures that preprocessing left of a scan, in the order of its steps; steps not taken are left out. */
export async function readStepPictures({ scan, volume }: ScanOutcome): Promise<ScanSteps> {
  const steps = await Promise.all(
    ['raw', ...chain.map(({ name }) => name)].map(async (label) => {
      const path = volume?.replace('_desc-preproc_T1w.nii.gz', `_desc-${label}_T1w.png`);
      const png = path === undefined ? undefined : await readFile(path).catch(() => undefined);
      return png ? [{ png, label }] : [];
    }),
  );
  return { name: scan, steps: steps.flat() };
}
