import { derivativePaths } from './derivative.ts';
import { findScans } from './find-scans.ts';
import { readSidecar } from './sidecar.ts';

/** What there is to do for a derivative of a dataset. */
export interface Survey {
  /** How many scans can be taken. */
  readonly scans: number;
  /** How many of them have a preprocessed volume, which is kept if settings are the same. */
  readonly preprocessed: number;
  /** Why some cannot be taken, each with its name. */
  readonly refused: readonly string[];
  /** What looks like a scan and is none. */
  readonly warnings: readonly string[];
}

/** Counts what preprocessing a dataset would do; nothing is written. @throws as `findScans` */
export async function surveyDataset(dataset: string, derivative: string): Promise<Survey> {
  const { scans, warnings } = await findScans(dataset);
  const refused = scans.flatMap(({ name, refused }) => (refused === undefined ? [] : [`${name}: ${refused}`]));
  const usable = scans.filter((scan) => scan.refused === undefined);
  let preprocessed = 0;
  // One after the other: of a thousand at once some would find no room among the open files.
  for (const scan of usable) {
    const isThere = await readSidecar(derivativePaths(derivative, scan).sidecar).then(
      () => true,
      () => false,
    );
    if (isThere) preprocessed++;
  }
  return { scans: usable.length, preprocessed, refused, warnings };
}
