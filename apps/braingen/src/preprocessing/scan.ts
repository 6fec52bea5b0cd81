import type { Volume, VoxelArray } from '@braingen/volume';
import { readNifti, writeVolume } from '@braingen/volume/node';
import { threePlanes } from '@braingen/report';
import { derivativePaths, type DerivativePaths } from '../bids/derivative.ts';
import type { Scan } from '../bids/scans.ts';
import { prefixed } from '../failure.ts';
import { writeFile, writeJson } from '../files/atomic.ts';
import { hashFile } from '../files/hash.ts';
import { version } from '../versions.ts';
import { raiseAir } from './air-level.ts';
import { type ChainSettings, type ChainStep, type Head } from './head.ts';

export interface ScanOptions {
  readonly steps: readonly ChainStep[];
  readonly settings: ChainSettings;
  /** The hash of everything but the scan that decides the outcome. */
  readonly settingsHash: string;
  readonly threads: number;
  /** Keep each step's volume, not only a picture of it. */
  readonly keepSteps: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, step: string) => void;
}

/** What stands in the sidecar of a preprocessed scan. */
export interface Sidecar {
  readonly Sources: readonly string[];
  readonly SkullStripped: boolean;
  readonly Braingen: {
    readonly version: string;
    readonly node: string;
    readonly threads: number;
    readonly settings: string;
    readonly input: { readonly name: string; readonly sha256: string };
    readonly output: { readonly sha256: string };
    readonly steps: readonly { readonly name: string; readonly seconds: number }[];
    readonly template: unknown;
    readonly matrix?: readonly (readonly number[])[] | undefined;
    readonly measures: Readonly<Record<string, number>>;
    readonly warnings: readonly string[];
    /** By which measures the scan stands apart from its group, once there was one. */
    readonly outliers?: readonly string[];
  };
}

/** Takes one raw head through the chain and writes its derivative, the sidecar last. */
export async function preprocessScan(scan: Scan, output: string, options: ScanOptions): Promise<Sidecar> {
  const paths = derivativePaths(output, scan);
  const steps: { name: string; seconds: number }[] = [];
  let head = await readHead(scan);
  await keep('raw', head.volume, undefined, paths, options);

  for (const [index, step] of options.steps.entries()) {
    const started = performance.now();
    const onProgress = (fraction: number): void =>
      options.onProgress((index + fraction) / options.steps.length, step.name);
    onProgress(0);
    options.signal.throwIfAborted();
    try {
      head = await step.apply(head, options.settings, { signal: options.signal, onProgress });
    } catch (error) {
      if (error instanceof Error) {
        // What was doubtful before is often why.
        const before = head.warnings.length > 0 ? ` (before: ${head.warnings.join('; ')})` : '';
        error.message = prefixed(step.name, error.message) + before;
      }
      throw error;
    }
    steps.push({ name: step.name, seconds: Number(((performance.now() - started) / 1000).toFixed(3)) });
    await keep(step.name, head.volume, step.outline?.(head, options.settings), paths, options);
  }

  const space = head.matrix ? 'mni152' : 'scanner';
  await writeVolume(paths.volume, head.volume, { description: `Braingen ${version} preprocessed T1w`, space });
  if (head.mask) await writeVolume(paths.mask, head.mask, { labels: true, description: 'intracranial mask', space });
  const sidecar: Sidecar = {
    Sources: [`bids:raw:${scan.folder}/${scan.path.split(/[\\/]/).at(-1)}`],
    SkullStripped: head.mask !== undefined,
    Braingen: {
      version,
      node: process.version,
      threads: options.threads,
      settings: options.settingsHash,
      input: { name: scan.name, sha256: await hashFile(scan.path) },
      output: { sha256: await hashFile(paths.volume) },
      steps,
      template: options.settings.template.provenance,
      ...(head.matrix && { matrix: head.matrix }),
      measures: head.measures,
      warnings: head.warnings,
    },
  };
  await writeJson(paths.sidecar, sidecar);
  return sidecar;
}

/** On its own, so that no one holds the raw volume while later steps work: at 0.5 mm it takes 200 MB. */
async function readHead(scan: Scan): Promise<Head> {
  const read = await readNifti(scan.path);
  const { volume, warnings } = raiseAir(read.volume);
  return { volume, measures: {}, warnings: [...read.warnings, ...warnings] };
}

async function keep(
  step: string,
  volume: Volume,
  outline: Volume<VoxelArray> | undefined,
  paths: DerivativePaths,
  { keepSteps }: ScanOptions,
): Promise<void> {
  if (keepSteps) await writeVolume(paths.step(step), volume);
  await writeFile(paths.picture(step), threePlanes(volume, outline && { outline }));
}
