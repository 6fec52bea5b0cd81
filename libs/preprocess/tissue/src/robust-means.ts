import { quantile, type Volume, type VoxelArray } from '@braingen/volume';

/**
 * The mean of a tissue from its purest voxels, in the two stages of Manjón et al. (2008, "Robust MRI brain tissue parameter
 * estimation by multistage outlier rejection"): voxels in a steep place hold two tissues, so the steepest quarter of the tissue's
 * is left out; what lies far in the distribution of the rest is left out until nothing more does. Were half of them left out,
 * the thin cortex would go and the brighter deep nuclei would decide.
 *
 * @param candidates indices of the voxels that the segmentation gives to the tissue
 * @returns the mean and how many voxels it rests on
 */
export function robustMean(volume: Volume<VoxelArray>, candidates: Int32Array): { mean: number; voxels: number } {
  if (candidates.length === 0) return { mean: NaN, voxels: 0 };
  const gradients = gradientMagnitudes(volume, candidates);
  const steep = quantile(gradients, 0.75);
  const values = new Float32Array(candidates.length);
  let kept = 0;
  for (let i = 0; i < candidates.length; i++) {
    if (gradients[i] <= steep) values[kept++] = volume.voxels[candidates[i]];
  }
  return trimmedMean(values.subarray(0, kept));
}

/** The mean within 2.5 robust standard deviations of the median, trimmed until the set no longer shrinks. */
export function trimmedMean(values: Float32Array): { mean: number; voxels: number } {
  let kept = values;
  for (let round = 0; round < 20; round++) {
    const median = quantile(kept, 0.5);
    // 1.4826 turns the median absolute deviation of a normal distribution into its standard deviation.
    const deviation =
      1.4826 *
      quantile(
        kept.map((value) => Math.abs(value - median)),
        0.5,
      );
    const next = kept.filter((value) => Math.abs(value - median) <= 2.5 * deviation);
    if (next.length === kept.length || next.length < 10) break;
    kept = next;
  }
  return { mean: kept.reduce((sum, value) => sum + value, 0) / kept.length, voxels: kept.length };
}

/** Length of the gradient per millimetre by central differences, one-sided at the faces of the grid. */
function gradientMagnitudes({ voxels, shape, spacing }: Volume<VoxelArray>, indices: Int32Array): Float32Array {
  const [nx, ny, nz] = shape;
  const difference = (at: number, position: number, length: number, stride: number, mm: number): number => {
    const before = position > 0 ? at - stride : at;
    const after = position < length - 1 ? at + stride : at;
    return after === before ? 0 : (voxels[after] - voxels[before]) / (((after - before) / stride) * mm);
  };
  return Float32Array.from(indices, (at) => {
    const dx = difference(at, at % nx, nx, 1, spacing[0]);
    const dy = difference(at, Math.floor(at / nx) % ny, ny, nx, spacing[1]);
    const dz = difference(at, Math.floor(at / (nx * ny)), nz, nx * ny, spacing[2]);
    const length = Math.hypot(dx, dy, dz);
    return Number.isFinite(length) ? length : Infinity;
  });
}
