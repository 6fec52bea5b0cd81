import type { RegionName } from './regions.ts';
import type { StructureVolume } from './segment.ts';
import type { Adjusted } from './take-out.ts';

/** Millilitres of each structure of a brain, as `segment` gives them. */
export type BrainVolumes = readonly Pick<StructureVolume, 'region' | 'side' | 'volumeMl'>[];

/** Millilitres of a region, left and right together, beside those of the head: all that was segmented, CSF among it. */
export function sizesOf(brains: readonly BrainVolumes[], region: RegionName): Adjusted[] {
  return brains.map((volumes) => ({
    value: sum(volumes.filter((each) => each.region === region)),
    covariates: [sum(volumes)],
  }));
}

/**
 * How much larger a region is on the left: (left - right) / (left + right). Undefined for the regions in the middle, and where there
 * is none of it.
 */
export function asymmetryOf(volumes: BrainVolumes, region: RegionName): number | undefined {
  const of = (side: 'left' | 'right'): number =>
    sum(volumes.filter((each) => each.region === region && each.side === side));
  const [left, right] = [of('left'), of('right')];
  return left + right > 0 ? (left - right) / (left + right) : undefined;
}

const sum = (volumes: BrainVolumes): number => volumes.reduce((all, { volumeMl }) => all + volumeMl, 0);
