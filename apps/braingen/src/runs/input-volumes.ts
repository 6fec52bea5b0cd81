import type { EditRequest, InpaintRequest } from '@braingen/pipeline';
import { readSidecarConditions } from '@braingen/pipeline/node';
import { hashFile, readVolume } from '@braingen/volume/node';

/** What the sidecars say of an input file. */
interface FileRecord {
  readonly path: string;
  readonly sha256: string;
}

/** A file's volume with what the sidecars say of it. */
async function opened(path: string) {
  const record: FileRecord = { path, sha256: await hashFile(path) };
  return { volume: await readVolume(path), record };
}

/** A volume and its mask, ready to inpaint. */
export async function openInpainting(
  path: string,
  maskPath: string,
  repeats: number,
): Promise<{ inpaint: InpaintRequest; inputs: Record<string, FileRecord> }> {
  const [input, mask] = [await opened(path), await opened(maskPath)];
  return {
    inpaint: { volume: input.volume, name: path, mask: mask.volume, resampling: { jump: 1, repeats } },
    inputs: { volume: input.record, mask: mask.record },
  };
}

/** A volume ready to edit, with the covariates that its sidecar knows. */
export async function openEdit(
  path: string,
  from: EditRequest['from'],
  strength: number,
): Promise<{ edit: EditRequest; inputs: Record<string, FileRecord> }> {
  const { volume, record } = await opened(path);
  return {
    edit: { volume, name: path, known: await readSidecarConditions(path), from, strength },
    inputs: { volume: record },
  };
}
