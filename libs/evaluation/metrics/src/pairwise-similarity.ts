import type { Random, Volume } from '@braingen/volume';
import type { Pace } from './pace.ts';
import type { Statistic } from './statistic.ts';
import { comparePyramids, createPyramid, wangWeights, type MultiscaleOptions } from './structural-similarity.ts';

/** MS-SSIM of pairs of one set: of (i, j) with i > j at i * size + j, NaN where a pair was not measured. */
export interface PairwiseSimilarity {
  readonly size: number;
  readonly values: Float64Array;
  readonly measured: number;
}

/** Memory for pyramids held at once: making one takes the time of two pairs, 86 of 84 x 128 x 84 take 1.1 GB. */
const heldBytes = 2.5e9;
/** Voxels, means and variances of all scales, in float32. */
const bytesPerVoxel = 14;

/** How many unordered pairs `size` volumes have. */
export function pairsOf(size: number): number {
  return (size * (size - 1)) / 2;
}

/** MS-SSIM of every unordered pair, or of `maxPairs` pairs chosen at random where there are more. */
export async function pairwiseSimilarity(
  volumes: readonly Volume[],
  options: MultiscaleOptions & { readonly maxPairs: number; readonly random: Random; readonly pace?: Pace | undefined },
): Promise<PairwiseSimilarity> {
  const size = volumes.length;
  const voxels = volumes[0]?.voxels.length ?? 1;
  const heldPyramids = Math.max(2, Math.floor(heldBytes / (bytesPerVoxel * voxels)));
  const levels = (options.weights ?? wangWeights).length;
  const wanted = choosePairs(size, options.maxPairs, options.random);
  const values = new Float64Array(size * size).fill(NaN);
  let measured = 0;
  for (let first = 0; first < size; first += heldPyramids) {
    const block = volumes.slice(first, first + heldPyramids).map((volume) => createPyramid(volume, levels, options));
    for (let i = first + 1; i < size; i++) {
      const pyramid = block[i - first] ?? createPyramid(volumes[i], levels, options);
      for (let j = first; j < Math.min(i, first + block.length); j++) {
        if (!wanted[i * size + j]) continue;
        values[i * size + j] = comparePyramids(pyramid, block[j - first], options);
        measured++;
        await options.pace?.tick();
      }
    }
  }
  return { size, values, measured };
}

/** Mean over measured pairs of two different volumes, each pair as often as its two volumes count. */
export function meanSimilarity({ size, values }: PairwiseSimilarity): Statistic {
  return (counts) => {
    let sum = 0;
    let pairs = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) {
        const weight = counts[i] * counts[j];
        if (weight === 0 || Number.isNaN(values[i * size + j])) continue;
        sum += weight * values[i * size + j];
        pairs += weight;
      }
    }
    return sum / pairs;
  };
}

function choosePairs(size: number, most: number, random: Random): Uint8Array {
  const wanted = new Uint8Array(size * size);
  const all = pairsOf(size) <= most;
  for (let left = all ? 0 : most; left > 0; ) {
    const [a, b] = [random.integer(size), random.integer(size)];
    if (a <= b || wanted[a * size + b]) continue;
    wanted[a * size + b] = 1;
    left--;
  }
  return all ? wanted.fill(1) : wanted;
}
