import { readdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { hashFile, reading } from '@braingen/volume/node';
import { z } from 'zod';
import { checkMark } from './check-mark.ts';
import { readJson } from './read-json.ts';

export interface VerifiedFile {
  /** Relative to the folder. */
  readonly path: string;
  /** Whether it says of itself that it is synthetic. */
  readonly synthetic: boolean;
  /** SHA-256 of the model that it names. */
  readonly model?: string | undefined;
  /** What is wrong with it, in words; none where all is well. */
  readonly problems: readonly string[];
}

export interface Verification {
  readonly files: readonly VerifiedFile[];
  /** What is wrong with the set as a whole. */
  readonly problems: readonly string[];
}

interface Sidecar {
  readonly Synthetic?: boolean | undefined;
  readonly Braingen?: { readonly output?: { readonly sha256?: string | undefined } | undefined } | undefined;
}

const sidecarSchema: z.ZodType<Sidecar> = z.object({
  Synthetic: z.boolean().optional(),
  Braingen: z.object({ output: z.object({ sha256: z.string().optional() }).optional() }).optional(),
});
const descriptionSchema = z.object({ Synthetic: z.object({ Volumes: z.int().min(0) }) });

const image = /\.nii(\.gz)?$/;
/** How one volume came out of noise: no volume of the set. */
const trajectory = /_trajectory\.nii(\.gz)?$/;

/**
 * Checks a data set: that each image can be read and is the one its sidecar has the checksum of, that synthetic ones carry their
 * mark and still have the voxels that were marked, that there are as many as `dataset_description.json` says, none twice, of one
 * model, and that none is missing beside its sidecar. What begins with a dot is passed over.
 *
 * @throws PathError if there is no such folder
 */
export async function verifyFolder(
  folder: string,
  { onProgress }: { readonly onProgress?: ((fraction: number) => void) | undefined } = {},
): Promise<Verification> {
  const names = await reading(folder, 'a folder of volumes', readdir(folder, { recursive: true }));
  const all = names.filter((file) => !file.split(sep).some((part) => part.startsWith('.'))).sort();
  const images = all.filter((file) => image.test(file));
  const stated = descriptionSchema.safeParse(await readJson(join(folder, 'dataset_description.json'))).data;
  const files: VerifiedFile[] = [];
  const owners = new Map<string, string>();
  let series = 0;
  for (const path of images) {
    const { file, voxels } = await verifyFile(folder, path);
    const other = voxels && owners.get(voxels);
    if (voxels && other === undefined) owners.set(voxels, path);
    const problems = [...file.problems];
    if (other !== undefined) problems.push(`expected voxels of its own, found those of ${other}`);
    if (stated && voxels !== undefined && !file.synthetic)
      problems.push('expected a synthetic volume that says so, as all of this set, found none');
    if (file.synthetic && voxels === undefined) series++;
    files.push({ ...file, problems });
    onProgress?.(files.length / images.length);
  }
  return { files, problems: [...wholeSet(files, stated?.Synthetic.Volumes, series), ...missing(all, images)] };
}

/** @returns with the hash of the voxels where it is a volume of the set that could be read */
async function verifyFile(folder: string, path: string): Promise<{ file: VerifiedFile; voxels?: string }> {
  const problems: string[] = [];
  const sidecarPath = join(folder, path.replace(image, '.json'));
  const { data: sidecar } = sidecarSchema.safeParse(await readJson(sidecarPath));
  const expected = sidecar?.Braingen?.output?.sha256;
  if (expected !== undefined) {
    const found = await hashFile(join(folder, path));
    if (found !== expected) problems.push(`expected a file of SHA-256 ${short(expected)}, found ${short(found)}`);
  }
  try {
    const { provenance, changed, voxels } = await checkMark(join(folder, path));
    if (changed.length > 0)
      problems.push('expected the voxels that were marked, found others: changed since they were made');
    if (sidecar?.Synthetic === true && !provenance)
      problems.push('expected a header that says synthetic, as the sidecar does, found none');
    return {
      file: { path, synthetic: provenance !== undefined, model: provenance?.Model.SHA256, problems },
      ...(!trajectory.test(path) && { voxels: voxels.join() }),
    };
  } catch (error) {
    return {
      file: { path, synthetic: sidecar?.Synthetic === true, problems: [...problems, (error as Error).message] },
    };
  }
}

function* wholeSet(files: readonly VerifiedFile[], stated: number | undefined, series: number): Generator<string> {
  const synthetic = files.filter((file) => file.synthetic);
  const volumes = synthetic.length - series;
  if (stated !== undefined && volumes !== stated)
    yield `expected ${stated} synthetic volumes, as dataset_description.json says, found ${volumes}`;
  if (stated === undefined && synthetic.length > 0 && synthetic.length < files.length)
    yield `expected one kind of volumes, found ${synthetic.length} synthetic ones among ${files.length} (${synthetic[0].path})`;
  const models = new Set(synthetic.flatMap(({ model }) => model ?? []));
  if (models.size > 1)
    yield `expected volumes of one model, found ${models.size}: ${[...models].map(short).join(', ')}`;
}

/** Sidecars whose image is not there. */
function missing(all: readonly string[], images: readonly string[]): string[] {
  const stems = new Set(images.map((path) => path.replace(image, '')));
  return all
    .filter((path) => /^(sample-\d+|.*_desc-preproc_T1w)\.json$/.test(basename(path)))
    .filter((path) => !stems.has(join(dirname(path), basename(path, '.json'))))
    .map((path) => `expected an image beside ${path}, found none`);
}

const short = (hash: string): string => hash.slice(0, 12);
