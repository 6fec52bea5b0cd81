import type { VoxelArray } from './geometry/volume.ts';

/**
 * The `q`-quantile, 0 to 1, interpolated linearly between order statistics (Hyndman & Fan's type 7, as NumPy's default).
 *
 * @throws RangeError if there are no voxels or `q` is outside 0 .. 1.
 */
export function quantile(voxels: VoxelArray, q: number): number {
  return quantiles(voxels, [q])[0];
}

/** Several quantiles of one array, cheaper than one by one. */
export function quantiles(voxels: VoxelArray, qs: readonly number[]): number[] {
  if (voxels.length === 0) throw new RangeError('quantile: expected voxels, found none');
  const values = voxels.slice();
  return qs.map((q) => {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile: expected q between 0 and 1, found ${q}`);
    const rank = q * (values.length - 1);
    const lower = Math.floor(rank);
    select(values, lower);
    if (rank === lower) return values[lower];
    // After the selection everything beyond `lower` is at least as large: the next order statistic is its minimum.
    let next = Infinity;
    for (let i = lower + 1; i < values.length; i++) if (values[i] < next) next = values[i];
    return values[lower] + (rank - lower) * (next - values[lower]);
  });
}

/** Reorders `values` so that the one of rank `rank` is in its place, smaller ones before it and larger after (Hoare's FIND). */
function select(values: VoxelArray, rank: number): void {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = medianOfThree(values[low], values[(low + high) >>> 1], values[high]);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const value = values[i];
        values[i++] = values[j];
        values[j--] = value;
      }
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else return;
  }
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
