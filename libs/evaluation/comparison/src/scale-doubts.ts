import type { NamedVolume } from '@braingen/pipeline';
import { histogramRange, quantile, someOf } from '@braingen/volume';

/** Volumes on one scale differ by less than this factor. */
const mostTimes = 3;

/**
 * What stands against comparing sets as they are: volumes whose intensities span much more or much less than those of their own
 * set, and sets that span much more than each other, such as 0 to 255 beside 0 to 1.
 */
export function scaleDoubts(sets: Readonly<Record<string, readonly NamedVolume[]>>): string[] {
  const spans = Object.entries(sets).flatMap(([set, items]) => {
    if (items.length === 0) return [];
    const each = items.map(({ volume }) => {
      const { low, high } = histogramRange(volume.voxels);
      return high - low;
    });
    return [{ set, items, each, usual: quantile(Float64Array.from(each), 0.5) }];
  });
  const within = spans.flatMap(({ set, items, each, usual }) => {
    const odd = items.filter((_, i) => differ(each[i], usual)).map(({ name }) => name);
    return odd.length > 0
      ? [`${someOf(odd)}: intensities on another scale than those of the other ${set} volumes.`]
      : [];
  });
  const between = spans.slice(1).flatMap((one) => {
    const [first] = spans;
    if (!differ(one.usual, first.usual)) return [];
    const said = ({ set, items, usual }: typeof one) =>
      `${set} volumes (such as ${items[0].name}) span about ${Number(usual.toPrecision(2))}`;
    return [
      `Intensities are on two scales: ${said(first)}, ${said(one)}. Figures compare the scales before the heads.`,
    ];
  });
  return [...within, ...between];
}

const differ = (a: number, b: number): boolean => Math.max(a, b) > mostTimes * Math.min(a, b);
