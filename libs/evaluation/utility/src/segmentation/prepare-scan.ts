import { gridTolerance, onGrid } from '@braingen/metrics';
import { quantile, resample, sameGrid, thinned, type Grid, type Volume } from '@braingen/volume';
import type { MappedVolume } from './mapped-volume.ts';

/** A scan as segmentation sees it. */
export interface Scan {
  readonly participant: string;
  /** On the common grid, 1 at the 99th percentile of what is above 0. */
  readonly volume: Volume;
  /** The class of each voxel: 0 is the background, then the labels in order. */
  readonly classes: Uint8Array;
}

/** Enough voxels for a quantile. */
const looked = 50_000;

/**
 * Brings a volume and its map to `grid`, where they lie in the world, and its intensities to a scale of their own: one set may be stored
 * from 0 to 1 and another from 0 to 255.
 *
 * @throws RangeError where no intensity is above 0, or one is not finite
 */
export function prepareScan(
  { participant, source = participant, ...item }: MappedVolume,
  labels: readonly number[],
  grid: Grid,
): Scan {
  const volume = onGrid(item.volume, grid);
  const bad = volume.voxels.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`${source}: expected finite intensities in its volume, found ${bad}`);
  const positive = thinned(volume.voxels, looked).filter((value) => value > 0);
  if (positive.length === 0) throw new RangeError(`${source}: expected intensities above 0 in its volume, found none`);
  const scale = 1 / quantile(positive, 0.99);
  const map = sameGrid(item.map, grid, gridTolerance)
    ? item.map
    : resample(item.map, grid, { interpolation: 'nearest' });
  const classOf = new Map(labels.map((label, i) => [label, i + 1]));
  return {
    participant,
    volume: volume.with(volume.voxels.map((value) => value * scale)),
    classes: Uint8Array.from(map.voxels, (label) => classOf.get(label) ?? 0),
  };
}
