import { intensityRange, resize, type Grid, type Shape3, type Volume } from '@braingen/volume';
import { checksum } from './checksum.ts';
import { cleaned } from './clean.ts';
import { contentRange } from './content-range.ts';

/** What a data set needs to know of a volume, without its voxels. */
export interface VolumeSummary {
  readonly grid: Grid;
  /** The darkest and the brightest voxel. */
  readonly range: readonly [lowest: number, highest: number];
  /** Its scale, whatever single voxels say; see `contentRange`. */
  readonly robust: readonly [low: number, high: number];
  /** Of the voxels: volumes with different ones differ. */
  readonly checksum: number;
  /** What was changed in it. */
  readonly warning?: string | undefined;
}

/** A volume as it is trained on, but for its scale: on the network's shape, without outliers. */
export interface PreparedVolume extends VolumeSummary {
  /** Its voxels, x fastest. They are not written to, and may be asked for again. */
  read(): Float32Array | Promise<Float32Array>;
}

/**
 * Makes a volume ready to train on.
 *
 * @param path of the volume, for errors
 * @throws PipelineError of kind 'data' where a voxel is no number
 */
export function prepareVolume(
  volume: Volume,
  shape: Shape3,
  path: string,
): VolumeSummary & { readonly voxels: Float32Array } {
  const { volume: clean, warning } = cleaned(volume, path);
  const { voxels, shape: sides, affine } = resize(clean, shape);
  return {
    grid: { shape: sides, affine },
    range: intensityRange(voxels) as [number, number],
    robust: contentRange(voxels).robust,
    checksum: checksum(voxels),
    ...(warning !== undefined && { warning }),
    voxels,
  };
}
