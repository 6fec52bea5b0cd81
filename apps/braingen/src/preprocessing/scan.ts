import { preprocessHead, type ChainSettings, type Head, type Step } from '@braingen/chain';
import type { Volume, VoxelArray } from '@braingen/volume';
import { readNifti, writeVolume } from '@braingen/volume/node';
import { threePlanes } from '@braingen/report';
import { derivativePaths, type DerivativePaths } from '../bids/derivative.ts';
import type { Scan } from '../bids/scans.ts';
import { writeFile, writeJson } from '../files/atomic.ts';
import { hashFile } from '../files/hash.ts';
import { version } from '../versions.ts';
import type { Sidecar } from './sidecar.ts';

export interface ScanOptions {
  readonly steps: readonly Step[];
  readonly settings: ChainSettings;
  /** The hash of everything but the scan that decides the outcome. */
  readonly settingsHash: string;
  readonly threads: number;
  /** Keep each step's volume, not only a picture of it. */
  readonly keepSteps: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, step: string) => void;
}

/** Takes one raw head through the chain and writes its derivative, the sidecar last. */
export async function preprocessScan(scan: Scan, output: string, options: ScanOptions): Promise<Sidecar> {
  const paths = derivativePaths(output, scan);
  const { settings, signal, onProgress } = options;
  const steps: { name: string; seconds: number }[] = [];
  const { volume: raw, warnings } = await readNifti(scan.path, { signal });
  await keep('raw', raw, undefined, paths, options);

  let started = performance.now();
  const head = await preprocessHead(raw, {
    ...{ steps: options.steps, settings, signal, onProgress, warnings },
    onStep: async (step, head) => {
      steps.push({ name: step.name, seconds: Number(((performance.now() - started) / 1000).toFixed(3)) });
      await keep(step.name, head.volume, step.outline?.(head, settings), paths, options);
      started = performance.now();
    },
  });
  return writeHead(scan, head, { paths, steps }, options);
}

/** Writes the volume, its mask and, last, the sidecar. */
async function writeHead(
  scan: Scan,
  { volume, mask, placement, measures, warnings }: Head,
  { paths, steps }: { paths: DerivativePaths } & Pick<Sidecar['Braingen'], 'steps'>,
  options: ScanOptions,
): Promise<Sidecar> {
  const space = placement ? 'mni152' : 'scanner';
  await writeVolume(paths.volume, volume, { description: `Braingen ${version} preprocessed T1w`, space });
  if (mask) await writeVolume(paths.mask, mask, { labels: true, description: 'intracranial mask', space });
  const sidecar: Sidecar = {
    Sources: [`bids:raw:${scan.folder}/${scan.path.split(/[\\/]/).at(-1)}`],
    SkullStripped: mask !== undefined,
    Braingen: {
      version,
      node: process.version,
      threads: options.threads,
      settings: options.settingsHash,
      input: { name: scan.name, sha256: await hashFile(scan.path) },
      output: { sha256: await hashFile(paths.volume) },
      steps,
      template: options.settings.template.provenance,
      ...(placement && { matrix: placement.matrix, kind: placement.kind }),
      measures,
      warnings,
    },
  };
  await writeJson(paths.sidecar, sidecar);
  return sidecar;
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
