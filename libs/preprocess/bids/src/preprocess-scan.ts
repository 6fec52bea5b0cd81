import { preprocessHead, type ChainSettings, type Head, type Step } from '@braingen/chain';
import type { Volume, VoxelArray } from '@braingen/volume';
import { loadKernels } from '@braingen/kernels';
import { hashFile, readNifti, writeJson, writeVolume, writeWhole } from '@braingen/volume/node';
import { derivativePaths, type DerivativePaths } from './derivative.ts';
import type { Generator } from './description.ts';
import type { Scan } from './find-scans.ts';
import type { Sidecar } from './sidecar.ts';

/** A PNG of a volume, and of what to draw round on it. */
export type DrawStep = (volume: Volume, outline: Volume<VoxelArray> | undefined) => Uint8Array;

export interface ScanOptions {
  readonly steps: readonly Step[];
  readonly settings: ChainSettings;
  /** The hash of everything but the scan that decides the outcome. */
  readonly settingsHash: string;
  readonly generator: Generator;
  /** Keeps each step's volume. @default false */
  readonly keepSteps?: boolean | undefined;
  /** Makes a picture of the volume after each step. @default none are written */
  readonly draw?: DrawStep | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number, step: string) => void) | undefined;
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
  const { generator, settings, settingsHash } = options;
  const space = placement ? 'mni152' : 'scanner';
  const title = ['Braingen', generator.version].filter(Boolean).join(' ');
  const { threads } = settings.kernels ?? (await loadKernels());
  await writeVolume(paths.volume, volume, { description: `${title} preprocessed T1w`, space });
  if (mask) await writeVolume(paths.mask, mask, { labels: true, description: 'intracranial mask', space });
  const sidecar: Sidecar = {
    Sources: [`bids:raw:${scan.folder}/${scan.path.split(/[\\/]/).at(-1)}`],
    SkullStripped: mask !== undefined,
    Braingen: {
      version: generator.version,
      node: process.version,
      threads,
      settings: settingsHash,
      input: { name: scan.name, sha256: await hashFile(scan.path) },
      output: { sha256: await hashFile(paths.volume) },
      steps,
      template: settings.template.provenance,
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
  { keepSteps, draw }: ScanOptions,
): Promise<void> {
  if (keepSteps) await writeVolume(paths.step(step), volume);
  if (draw) await writeWhole(paths.picture(step), draw(volume, outline));
}
