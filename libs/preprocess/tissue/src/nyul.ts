import { quantiles, type Volume, type VoxelArray } from '@braingen/volume';
import { insideMask, valuesAt } from './inside.ts';

/** A standard scale learned from a set of scans; plain data, to be kept as JSON. */
export interface NyulScale {
  /** Quantiles whose intensities are the landmarks, rising, 0 to 1. */
  readonly quantiles: readonly number[];
  /** Where the landmarks land, rising. */
  readonly landmarks: readonly number[];
}

export interface LearnNyulOptions {
  /** Quantiles to take as landmarks (Shah et al. 2011). @default 0.01, the deciles and 0.99 */
  readonly quantiles?: readonly number[] | undefined;
  /** Where the first and the last landmark land. @default [0, 1] */
  readonly range?: readonly [number, number] | undefined;
}

export interface NormalizeNyulOptions {
  /** Where, on the volume's grid: above zero inside. */
  readonly mask: Volume<VoxelArray>;
  readonly scale: NyulScale;
}

const deciles = [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];

/**
 * Learns where landmarks of the histogram lie on a common scale (Nyul and Udupa 1999; Nyul, Udupa and Zhang 2000): each scan's
 * are mapped so that the first and the last land on the ends of the range, then averaged over the scans.
 *
 * @param scans volumes with masks on their grids, above zero inside; each is let go before the next is asked for
 * @throws RangeError for no scan, quantiles or a range that do not rise, landmarks of a scan that coincide, or what is wrong
 *   with a mask
 */
export async function learnNyul(
  scans:
    | Iterable<{ readonly volume: Volume<VoxelArray>; readonly mask: Volume<VoxelArray> }>
    | AsyncIterable<{ readonly volume: Volume<VoxelArray>; readonly mask: Volume<VoxelArray> }>,
  { quantiles: at = deciles, range: [low, high] = [0, 1] }: LearnNyulOptions = {},
): Promise<NyulScale> {
  checkScale({ quantiles: at, landmarks: at.map((_, i) => low + ((high - low) * i) / (at.length - 1)) });
  const sums = at.map(() => 0);
  let count = 0;
  for await (const { volume, mask } of scans) {
    const found = landmarksOf(valuesAt(volume, insideMask(volume, mask, 'learnNyul')), at);
    const scale = (high - low) / (found[found.length - 1] - found[0]);
    found.forEach((value, i) => (sums[i] += low + (value - found[0]) * scale));
    count++;
  }
  if (count === 0) throw new RangeError('learnNyul: expected at least one scan, found none');
  return { quantiles: [...at], landmarks: sums.map((sum) => sum / count) };
}

/**
 * Maps intensities so that a scan's landmarks land on those of the scale, linearly between them and beyond the ends as in
 * the outermost stretch. Outside the mask, and where a voxel is not finite, the result is exactly 0.
 *
 * @throws RangeError for a scale that does not rise, landmarks of the scan that coincide, or what is wrong with the mask
 */
export function normalizeNyul(volume: Volume<VoxelArray>, { mask, scale }: NormalizeNyulOptions): Volume {
  checkScale(scale);
  const indices = insideMask(volume, mask, 'normalizeNyul');
  const values = valuesAt(volume, indices);
  const from = landmarksOf(values, scale.quantiles);
  const to = scale.landmarks;
  const last = from.length - 2;
  const out = new Float32Array(volume.voxels.length);
  for (let i = 0; i < values.length; i++) {
    let stretch = 0;
    while (stretch < last && values[i] > from[stretch + 1]) stretch++;
    const slope = (to[stretch + 1] - to[stretch]) / (from[stretch + 1] - from[stretch]);
    out[indices[i]] = to[stretch] + (values[i] - from[stretch]) * slope;
  }
  return volume.with(out);
}

function landmarksOf(values: Float32Array, at: readonly number[]): number[] {
  const found = quantiles(values, at);
  const flat = found.findIndex((value, i) => i > 0 && !(value > found[i - 1]));
  if (flat > 0)
    throw new RangeError(
      `Nyul landmarks: expected intensities that rise from quantile ${at[flat - 1]} to ${at[flat]}, found ${found[flat]} at both`,
    );
  return found;
}

/** @throws RangeError for a scale that does not rise */
export function checkScale({ quantiles: at, landmarks }: NyulScale): void {
  const rises = (numbers: readonly number[]): boolean => numbers.every((x, i) => i === 0 || x > numbers[i - 1]);
  if (!(at.length >= 2 && at.length === landmarks.length))
    throw new RangeError(
      `Nyul scale: expected two quantiles or more and a landmark for each, found ${at.length} and ${landmarks.length}`,
    );
  if (!(rises(at) && at[0] >= 0 && at[at.length - 1] <= 1))
    throw new RangeError(`Nyul scale: expected quantiles that rise within 0 to 1, found ${at.join(', ')}`);
  if (!rises(landmarks))
    throw new RangeError(`Nyul scale: expected landmarks that rise, found ${landmarks.join(', ')}`);
}
