import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EncodeOptions, StepOptions, Volume, VoxelArray } from '@braingen/volume';
import { readNifti, writeVolume } from '@braingen/volume/node';
import type { Context } from './action.ts';
import { Failure } from './failure.ts';
import { version } from './versions.ts';

/** Reads the one input of a step command, with its warnings said. */
export async function readInput(path: string, { terminal }: Context): Promise<Volume> {
  const { volume, warnings } = await readNifti(path);
  for (const warning of warnings) terminal.warn(`${path}: ${warning}`);
  return volume;
}

/** A mask file as zeros and ones. */
export async function readMask(path: string, context: Context): Promise<Volume<Uint8Array>> {
  const volume = await readInput(path, context);
  // A loop: `Uint8Array.from` would gather a list several times as large as the file.
  const inside = new Uint8Array(volume.voxels.length);
  for (let i = 0; i < inside.length; i++) inside[i] = Number(volume.voxels[i] > 0.5);
  return volume.with(inside);
}

/** Runs a step under a progress bar. */
export async function runStep<R>(
  label: string,
  { terminal, signal }: Context,
  step: (options: StepOptions) => Promise<R>,
): Promise<R> {
  const task = terminal.task(label);
  const result = await step({ signal, onProgress: task.update });
  task.done();
  return result;
}

/**
 * Looks before the work begins whether its results can be written.
 *
 * @throws Failure if a name is not that of a NIfTI file, or its folder is not there
 */
export async function checkOutputs(...paths: readonly (string | undefined)[]): Promise<void> {
  for (const path of paths) {
    if (path === undefined) continue;
    if (!/\.nii(\.gz)?$/i.test(path)) throw new Failure(`${path}: expected a name ending in .nii or .nii.gz`);
    const folder = dirname(path);
    if (!(await stat(folder)).isDirectory()) throw new Failure(`${path}: expected ${folder} to be a folder`);
  }
}

export function writeOutput(
  path: string,
  volume: Volume<VoxelArray>,
  step: string,
  options: EncodeOptions = {},
): Promise<void> {
  return writeVolume(path, volume, { description: `Braingen ${version} ${step}`, ...options });
}
