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
  const there = await Promise.all(
    usable.map((scan) =>
      readSidecar(derivativePaths(derivative, scan).sidecar).then(
        () => true,
        () => false,
      ),
    ),
  );
  return { scans: usable.length, preprocessed: there.filter(Boolean).length, refused, warnings };
}
