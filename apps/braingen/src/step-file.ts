import type { EncodeOptions, StepOptions, Volume, VoxelArray } from '@braingen/volume';
import { readNifti, readVolume, writeVolume } from '@braingen/volume/node';
import type { Context } from './action.ts';
import { version } from './versions.ts';

/** Reads the one input of a step command, with its warnings said. */
export async function readInput(path: string, { terminal }: Context): Promise<Volume> {
  const { volume, warnings } = await readNifti(path);
  for (const warning of warnings) terminal.log(`${path}: ${warning}`);
  return volume;
}

/** A mask file as zeros and ones. */
export async function readMask(path: string): Promise<Volume<Uint8Array>> {
  const volume = await readVolume(path);
  return volume.with(Uint8Array.from(volume.voxels, (value) => Number(value > 0.5)));
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

export function writeOutput(
  path: string,
  volume: Volume<VoxelArray>,
  step: string,
  options: EncodeOptions = {},
): Promise<void> {
  return writeVolume(path, volume, { description: `Braingen ${version} ${step}`, ...options });
}
