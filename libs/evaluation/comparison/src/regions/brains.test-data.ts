import { regionNames, structures, type RegionName } from '@braingen/anatomy';
import { createRandom } from '@braingen/volume';
import type { SegmentedBrain, SetName } from './segment-sets.ts';

/** Brains whose regions vary about 50 ml a side; the cortex is larger, and more so on the left, by what is said. */
export function brains(
  set: SetName,
  count: number,
  { more = 0, left = 0, poor = 0 }: { readonly more?: number; readonly left?: number; readonly poor?: number } = {},
): SegmentedBrain[] {
  const random = createRandom(`${set} ${count}`);
  return Array.from({ length: count }, (_, i) => ({
    set,
    name: `${set}-${i}`,
    volumes: structures.map((structure) => {
      const isCortex = structure.region === 'cortex';
      const extra = isCortex ? more + (structure.side === 'left' ? left : 0) : 0;
      return { ...structure, volumeMl: 50 + random.normal() + extra };
    }),
    // The first ones have a hippocampus that cannot be relied on.
    expectedDice: Object.fromEntries(
      regionNames.map((name) => [name, i < poor && name.startsWith('hippocampus') ? 0.4 : 0.9]),
    ) as Record<RegionName, number>,
    quality: i < poor ? 0.4 : 0.9,
  }));
}
