import type { Resampling } from '@braingen/sampler';
import type { Volume } from '@braingen/volume';
import { hashFile, readVolume } from '@braingen/volume/node';
import type { EditRequest, InpaintRequest } from '../../sample-request.ts';
import { readSidecarConditions } from '../sidecar-conditions.ts';

/** What the sidecars say of a file that sampling started from. */
export interface InputFile {
  readonly path: string;
  readonly sha256: string;
}

/** The files that sampling starts from, by what they are. */
export type InputFiles = Readonly<Record<string, InputFile>>;

/** A volume and its mask from files, for `sample` and `writeSamples`. @throws NiftiError on a file that must not be trusted */
export async function openInpainting(
  path: string,
  maskPath: string,
  resampling?: Resampling,
): Promise<{ readonly inpaint: InpaintRequest; readonly inputs: InputFiles }> {
  const [input, mask] = [await opened(path), await opened(maskPath)];
  return {
    inpaint: { volume: input.volume, name: path, mask: mask.volume, resampling },
    inputs: { volume: input.file, mask: mask.file },
  };
}

/**
 * A volume to edit from a file, with the covariates that its sidecar knows, for `sample` and `writeSamples`.
 *
 * @throws NiftiError on a file that must not be trusted
 */
export async function openEdit(
  path: string,
  options: Pick<EditRequest, 'from' | 'strength'> = {},
): Promise<{ readonly edit: EditRequest; readonly inputs: InputFiles }> {
  const { volume, file } = await opened(path);
  return {
    edit: { ...options, volume, name: path, known: await readSidecarConditions(path) },
    inputs: { volume: file },
  };
}

async function opened(path: string): Promise<{ volume: Volume; file: InputFile }> {
  const file = { path, sha256: await hashFile(path) };
  return { volume: await readVolume(path), file };
}
