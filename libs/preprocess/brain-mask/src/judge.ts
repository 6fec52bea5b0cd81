import type { Volume } from '@braingen/volume';
import type { BrainExtraction } from './extract-brain.ts';

/**
 * - `stripped`: the brain had been extracted before, and the mask is its own extent;
 * - `weak-edge`: the cavity's edge hardly shows, as in a scan of low contrast or wrongly registered;
 * - `far-from-prior`: the mask overlaps the prior less than any registered head's does;
 * - `cut-off`: the scan ends inside the cavity.
 */
export type BrainFlag = 'stripped' | 'weak-edge' | 'far-from-prior' | 'cut-off';

const weakEdge = 0.08;
const leastOverlap = 0.88;
const leastSeen = 0.97;

/**
 * @param prior the cavity where it was expected, on the mask's grid
 * @param edge how much brighter the brain is than what lies beyond the edge
 * @param seen the part of the prior that the scan covers, 0 to 1
 */
export function judge(
  mask: Volume<Uint8Array>,
  prior: Volume,
  { stripped, edge, seen }: { stripped: boolean; edge: number; seen: number },
): BrainExtraction {
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
    warnings.push(sentence);
  };
  if (stripped) flags.push('stripped');
  if (edge < weakEdge)
    flag('weak-edge', `brain mask: the edge of the cavity hardly shows (strength ${edge.toFixed(2)} of 1)`);
  if (overlap < leastOverlap) {
    flag(
      'far-from-prior',
      `brain mask: overlaps the prior by a Dice of ${overlap.toFixed(3)}, less than a registered head's`,
    );
  }
  if (seen < leastSeen) {
    flag('cut-off', `brain mask: the scan shows only ${(100 * seen).toFixed(0)} % of where the cavity lies`);
  }
  return { mask, volumeMl: (inside * x * y * z) / 1000, edgeStrength: edge, flags, warnings };
}
