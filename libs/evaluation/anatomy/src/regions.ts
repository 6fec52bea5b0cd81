/** Regions that the network tells apart, in the order of its outputs; its first output is everything else. */
export const regionNames = [
  'csf',
  'ventricles',
  'cortex',
  'white matter',
  'deep grey nuclei',
  'hippocampus and amygdala',
  'cerebellum',
  'brainstem',
] as const;

export type RegionName = (typeof regionNames)[number];

/** Background and the regions. */
export const classCount: number = regionNames.length + 1;

/** Which side of the head a structure lies on. */
export type Side = 'left' | 'right';

/** One number of a segmentation. */
export interface Structure {
  /** Its voxels' value; 0 is the background. */
  readonly label: number;
  readonly region: RegionName;
  /** Undefined for the regions in the middle: CSF and brainstem. */
  readonly side?: Side;
}

const inTheMiddle: ReadonlySet<RegionName> = new Set(['csf', 'brainstem']);

/** The label of a region. @param index from 1 in `regionNames` @param right whether it lies on the right; no matter in the middle */
export function labelOf(index: number, right: boolean): number {
  return 2 * index - 1 + (right && !inTheMiddle.has(regionNames[index - 1]) ? 1 : 0);
}

/** Every label of a segmentation: odd numbers for the left and the middle, the next even ones for the right. */
export const structures: readonly Structure[] = regionNames.flatMap((region, i): Structure[] => {
  if (inTheMiddle.has(region)) return [{ label: labelOf(i + 1, false), region }];
  return [
    { label: labelOf(i + 1, false), region, side: 'left' },
    { label: labelOf(i + 1, true), region, side: 'right' },
  ];
});
