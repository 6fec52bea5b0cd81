import { gridTolerance } from '@braingen/metrics';
import { describeGrid, sameGrid, someOf } from '@braingen/volume';
import type { MappedSets, MappedVolume } from './mapped-volume.ts';

/** As many as a byte tells apart, beside the background. */
const mostLabels = 255;

/**
 * The labels to tell apart, in ascending order: those of the maps, which every set must have, or the ones that are wanted.
 *
 * @param wanted whatever else the maps hold is background then
 * @throws RangeError where a map lies on another grid than its volume or holds other than whole numbers, where a set lacks a
 *   label, and for more than 255 labels
 */
export function labelsOfSets(sets: MappedSets, wanted?: readonly number[]): number[] {
  const found = new Map<number, string[]>();
  for (const set of ['training', 'synthetic', 'unseen'] as const)
    for (const label of new Set(sets[set].flatMap(labelsOf))) found.set(label, [...(found.get(label) ?? []), set]);
  const labels = [...new Set(wanted ?? found.keys())].sort((a, b) => a - b);
  if (labels.length === 0 || labels.length > mostLabels)
    throw new RangeError(`labels: expected from 1 to ${mostLabels} labels in the maps, found ${labels.length}`);
  const incomplete = labels.flatMap((label) => {
    const having = found.get(label) ?? [];
    return having.length === 3 ? [] : [`${label} in ${having.length === 0 ? 'none' : `${having.join(' and ')} alone`}`];
  });
  if (incomplete.length > 0)
    throw new RangeError(
      `labels: expected such as training, synthetic and unseen maps all have, found ${someOf(incomplete)}`,
    );
  return labels;
}

/** What a map holds above 0. */
function labelsOf({ participant, source = participant, volume, map }: MappedVolume): number[] {
  if (!sameGrid(volume, map, gridTolerance))
    throw new RangeError(
      `${source}: expected a label map on the grid of its volume, ${describeGrid(volume)}, found ${describeGrid(map)}`,
    );
  const labels = new Set<number>();
  let last = 0;
  for (const value of map.voxels) {
    if (value === last) continue;
    last = value;
    if (!Number.isInteger(value) || value < 0)
      throw new RangeError(`${source}: expected whole numbers from 0 in a label map, found ${value}`);
    labels.add(value);
  }
  labels.delete(0);
  return [...labels];
}
