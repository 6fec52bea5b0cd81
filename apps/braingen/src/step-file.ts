import { binaryMask, type EncodeOptions, type ProgressOptions, type Volume, type VoxelArray } from '@braingen/volume';
import { checkOutputFiles, readNifti, writeVolume, type OutputOptions } from '@braingen/volume/node';
import type { Context } from './action.ts';
import { Failure } from './failure.ts';
import { version } from './versions.ts';

/** Reads the one input of a step command, with its warnings said. */
export async function readInput(path: string, { terminal, signal }: Context): Promise<Volume> {
  const { volume, warnings } = await readNifti(path, { signal });
  for (const warning of warnings) terminal.warn(`${path}: ${warning}`);
  return volume;
}

/** A mask file as zeros and ones. */
export async function readMask(path: string, context: Context): Promise<Volume<Uint8Array>> {
  return binaryMask(await readInput(path, context));
}

/** Runs a step under a progress bar. */
export async function runStep<R>(
  label: string,
  { terminal, signal }: Context,
  step: (options: ProgressOptions) => Promise<R>,
): Promise<R> {
  const task = terminal.task(label);
  const result = await step({ signal, onProgress: task.update });
  task.done();
  return result;
}

/** What a step command reads and writes: volumes, and files of other kinds. */
export interface StepFiles extends OutputOptions {
  readonly outputs: readonly (string | undefined)[];
  readonly others?: readonly (string | undefined)[];
}

/**
 * Looks before the work begins whether its results can be written.
 *
 * @throws Failure if a volume's name is not that of a NIfTI file, or as `checkOutputFiles`
 */
export async function checkFiles({ outputs, others = [], ...options }: StepFiles): Promise<void> {
  for (const path of outputs) {
    if (path !== undefined && !/\.nii(\.gz)?$/i.test(path))
      throw new Failure(`${path}: expected a name ending in .nii or .nii.gz`);
  }
  await checkOutputFiles([...outputs, ...others], options);
}

export function writeOutput(
  path: string,
  volume: Volume<VoxelArray>,
  step: string,
  options: EncodeOptions = {},
): Promise<void> {
  return writeVolume(path, volume, { description: `Braingen ${version} ${step}`, ...options });
}
