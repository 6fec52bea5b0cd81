import { quantiles, thinned } from '@braingen/volume';
import type { DrawnVoxels } from './draw-voxels.ts';
import { featureCount } from './voxel-features.ts';

/** Bins of a feature: where a tree may split. */
export const binCount = 64;
/** Enough voxels for the quantiles between bins. */
const looked = 20_000;

/** Voxels whose features are told by bins alone, as histograms want them. */
export interface BinnedVoxels extends Pick<DrawnVoxels, 'classes' | 'weights'> {
  /** The bin of every voxel, feature by feature. */
  readonly bins: readonly Uint8Array[];
  /** The largest value of every bin but the last, feature by feature, ascending. */
  readonly edges: readonly Float32Array[];
}

/** Bins of equally many voxels. */
export function binVoxels({ rows, classes, weights }: DrawnVoxels): BinnedVoxels {
  const shares = Array.from({ length: binCount - 1 }, (_, i) => (i + 1) / binCount);
  const bins: Uint8Array[] = [];
  const edges: Float32Array[] = [];
  for (let feature = 0; feature < featureCount; feature++) {
    const values = Float32Array.from(classes, (_, i) => rows[i * featureCount + feature]);
    const own = Float32Array.from(quantiles(thinned(values, looked), shares));
    edges.push(own);
    bins.push(Uint8Array.from(values, (value) => binOf(value, own)));
  }
  return { bins, edges, classes, weights };
}

/** How many edges lie below a value. */
function binOf(value: number, edges: Float32Array): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
