import { centreOf, type IntensityBins } from './intensity-bins.ts';
import type { TissueMaps } from './tissues.ts';

/**
 * Three means by Lloyd's k-means on the histogram, from the deciles where CSF, GM and WM usually lie.
 * It knows nothing of anatomy, so it serves where there are no priors.
 *
 * @param bins the bin of each voxel
 */
export function clusterMeans(bins: Uint16Array, scale: IntensityBins): [number, number, number] {
  const histogram = new Float64Array(scale.count);
  for (const bin of bins) histogram[bin]++;
  let means = [0.08, 0.45, 0.85].map((q) => histogramQuantile(histogram, q * bins.length));
  for (let iteration = 0; iteration < 100; iteration++) {
    const sums = [0, 0, 0];
    const counts = [0, 0, 0];
    for (let bin = 0; bin < scale.count; bin++) {
      const nearest = bin < (means[0] + means[1]) / 2 ? 0 : bin < (means[1] + means[2]) / 2 ? 1 : 2;
      sums[nearest] += histogram[bin] * bin;
      counts[nearest] += histogram[bin];
    }
    const next = means.map((mean, k) => (counts[k] > 0 ? sums[k] / counts[k] : mean));
    const moved = Math.max(...next.map((mean, k) => Math.abs(mean - means[k])));
    means = next;
    if (moved < 0.5) break;
  }
  return means.map((bin) => centreOf(scale, bin)) as [number, number, number];
}

/**
 * The median of the voxels that the priors give to each tissue with most certainty: medians, since an affine alignment
 * leaves even the surest place of a tissue with some of its neighbours.
 *
 * @param priors for each tissue, one probability for each voxel
 */
export function priorMeans(
  bins: Uint16Array,
  priors: readonly Float32Array[],
  scale: IntensityBins,
): [number, number, number] {
  return priors.map((prior) => {
    const surest = prior.reduce((largest, p) => (p > largest ? p : largest), 0);
    const histogram = new Float64Array(scale.count);
    let total = 0;
    for (let i = 0; i < bins.length; i++) {
      if (prior[i] < 0.85 * surest) continue;
      histogram[bins[i]]++;
      total++;
    }
    return centreOf(scale, histogramQuantile(histogram, total / 2));
  }) as [number, number, number];
}

/** The bin below which `rank` voxels lie. */
function histogramQuantile(histogram: Float64Array, rank: number): number {
  let below = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    below += histogram[bin];
    if (below >= rank) return bin;
  }
  return histogram.length - 1;
}

/** @throws RangeError unless CSF < GM < WM, as in every T1-weighted image of an adult. */
export function assertT1Order(means: readonly number[], operation: string): void {
  if (!(means[0] < means[1] && means[1] < means[2])) {
    const found = means.map((mean) => Number(mean.toPrecision(4))).join(', ');
    throw new RangeError(
      `${operation}: expected T1 contrast, CSF darker than GM and GM darker than WM, found means ${found}`,
    );
  }
}

/** Each map's values at `indices`, raised to at least `floor` and scaled to sum to 1: an affine fit makes no tissue impossible. */
export function priorsAt(
  maps: TissueMaps,
  indices: Int32Array,
  floor: number,
): [Float32Array, Float32Array, Float32Array] {
  const [csf, gm, wm] = [maps.csf.voxels, maps.gm.voxels, maps.wm.voxels];
  const out = [0, 1, 2].map(() => new Float32Array(indices.length)) as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < indices.length; i++) {
    const at = indices[i];
    const [a, b, c] = [Math.max(csf[at], 0) + floor, Math.max(gm[at], 0) + floor, Math.max(wm[at], 0) + floor];
    const scale = 1 / (a + b + c);
    out[0][i] = a * scale;
    out[1][i] = b * scale;
    out[2][i] = c * scale;
  }
  return out;
}
