import { coarseSide, quantiles, type Volume } from '@braingen/volume';
import type { BrainExtraction, BrainFlag } from './brain-extraction.ts';

const weakEdge = 0.08;
const leastOverlap = 0.88;
const leastSeen = 0.97;
/** From the 10th to the 90th percentile, relative to the median: fluid, grey and white matter span more. */
const leastSpan = 0.15;

/**
 * @param prior the cavity where it was expected, on the mask's grid
 * @param volume the head, finite
 * @param found.edge how much brighter the brain is than what lies beyond the edge
 * @param found.doubts about the intensities' air
 * @param found.seen the part of the prior that the scan covers, 0 to 1
 */
export function judge(
  mask: Volume<Uint8Array>,
  prior: Volume,
  volume: Volume,
  found: {
    stripped: boolean;
    edge: number;
    seen: number;
    libraryShare: number;
    doubts: readonly string[];
  },
): BrainExtraction {
  const { stripped, edge, seen, libraryShare, doubts } = found;
  let [inside, expected, both] = [0, 0, 0];
  for (let i = 0; i < mask.voxels.length; i++) {
    const p = prior.voxels[i] > 0.5 ? 1 : 0;
    inside += mask.voxels[i];
    expected += p;
    both += mask.voxels[i] & p;
  }
  const overlap = (2 * both) / (inside + expected);
  const [x, y, z] = mask.spacing;
  const flags: BrainFlag[] = [];
  const warnings: string[] = [];
  const flag = (name: BrainFlag, sentence: string): void => {
    flags.push(name);
    warnings.push(`brain mask: ${sentence}`);
  };
  if (stripped) flags.push('stripped');
  if (edge < weakEdge) flag('weak-edge', `the edge of the cavity hardly shows (strength ${edge.toFixed(2)} of 1)`);
  if (overlap < leastOverlap)
    flag('far-from-prior', `overlaps the prior by a Dice of ${overlap.toFixed(3)}, less than a registered head's`);
  if (seen < leastSeen) flag('cut-off', `the scan shows only ${(100 * seen).toFixed(0)} % of where the cavity lies`);
  const span = spanWithin(volume, mask);
  if (span < leastSpan)
    flag(
      'no-tissues',
      `intensities within span ${span.toFixed(2)} of their median, less than those of a brain's tissues`,
    );
  const longest = coarseSide(mask);
  if (longest !== undefined)
    flag('coarse', `voxels are ${longest.toFixed(1)} mm long; edges are found to about half of that`);
  for (const doubt of doubts) flag('negative', doubt);
  return { mask, volumeMl: (inside * x * y * z) / 1000, edgeStrength: edge, libraryShare, flags, warnings };
}

function spanWithin({ voxels }: Volume, mask: Volume<Uint8Array>): number {
  const [low, middle, high] = quantiles(
    voxels.filter((_, i) => mask.voxels[i] === 1),
    [0.1, 0.5, 0.9],
  );
  return (high - low) / Math.max(Math.abs(middle), 1e-12);
}
