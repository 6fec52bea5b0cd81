import { intensityRange, type Affine, type NiftiHeader, type Shape3 } from '@braingen/volume';
import { readNifti, type ReadOptions } from '@braingen/volume/node';
import { hashVoxels } from '../hash-voxels.ts';
import type { Provenance } from '../provenance.ts';
import { readMark } from '../read-mark.ts';

/** What a file holds and says of itself. */
export interface InspectedImage {
  readonly header: NiftiHeader;
  readonly affine: Affine;
  readonly shape: Shape3;
  /** The darkest and the brightest voxel. */
  readonly intensity: readonly [lowest: number, highest: number];
  /** Of a file that says that it is synthetic. */
  readonly provenance?: Provenance | undefined;
  /** What to know before trusting it, and voxels that are not those that were marked. */
  readonly warnings: readonly string[];
}

/**
 * Reads a volume with all that a person should look at before it is used.
 *
 * @throws NiftiError on a file that must not be trusted; the file system's error where it cannot be read
 */
export async function inspectImage(path: string, options: Pick<ReadOptions, 'signal'> = {}): Promise<InspectedImage> {
  const { header, volume, warnings, extensions } = await readNifti(path, options);
  const provenance = readMark(extensions);
  const isChanged = provenance && !provenance.VoxelsSHA256.includes(await hashVoxels(volume));
  const { affine, shape, voxels } = volume;
  return {
    header,
    affine,
    shape,
    intensity: intensityRange(voxels),
    ...(provenance && { provenance }),
    warnings: isChanged
      ? [...warnings, 'voxels are not those that were marked as synthetic: changed since they were made']
      : warnings,
  };
}
