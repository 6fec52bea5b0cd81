import { regionNames, type RegionName } from '../regions.ts';

/** What shares an intensity in a T1-weighted scan. */
export const tissues = [
  'air',
  'csf',
  'ventricle',
  'cortex',
  'white matter',
  'lesion',
  'thalamus',
  'caudate',
  'putamen',
  'pallidum',
  'accumbens',
  'hippocampus',
  'amygdala',
  'cerebellar cortex',
  'cerebellar white matter',
  'brainstem',
  'ventral diencephalon',
  'vessel',
  'choroid plexus',
] as const;

export type Tissue = (typeof tissues)[number];

/** What one of FreeSurfer's labels is to the training. */
export interface LabelMeaning {
  readonly tissue: Tissue;
  /** From 1 in `regionNames`; 0 for none. */
  readonly region: number;
  /** 0 in the middle, 1 on the left, 2 on the right. */
  readonly side: 0 | 1 | 2;
}

const table: readonly [left: number, right: number, tissue: Tissue, region: RegionName][] = [
  [2, 41, 'white matter', 'white matter'],
  [3, 42, 'cortex', 'cortex'],
  [4, 43, 'ventricle', 'ventricles'],
  [5, 44, 'ventricle', 'ventricles'],
  [31, 63, 'choroid plexus', 'ventricles'],
  [7, 46, 'cerebellar white matter', 'cerebellum'],
  [8, 47, 'cerebellar cortex', 'cerebellum'],
  [10, 49, 'thalamus', 'deep grey nuclei'],
  [11, 50, 'caudate', 'deep grey nuclei'],
  [12, 51, 'putamen', 'deep grey nuclei'],
  [13, 52, 'pallidum', 'deep grey nuclei'],
  [26, 58, 'accumbens', 'deep grey nuclei'],
  [17, 53, 'hippocampus', 'hippocampus and amygdala'],
  [18, 54, 'amygdala', 'hippocampus and amygdala'],
  // Continues into the midbrain, and is as bright.
  [28, 60, 'ventral diencephalon', 'brainstem'],
  [25, 57, 'lesion', 'white matter'],
  [30, 62, 'vessel', 'white matter'],
  [136, 163, 'lesion', 'white matter'],
  [137, 164, 'lesion', 'white matter'],
];

const middle: readonly [label: number, tissue: Tissue, region: RegionName][] = [
  [14, 'ventricle', 'ventricles'],
  [15, 'ventricle', 'ventricles'],
  [72, 'ventricle', 'ventricles'],
  [16, 'brainstem', 'brainstem'],
  [24, 'csf', 'csf'],
  [77, 'lesion', 'white matter'],
  [85, 'white matter', 'white matter'],
  ...[192, 251, 252, 253, 254, 255].map((callosum): [number, Tissue, RegionName] => [
    callosum,
    'white matter',
    'white matter',
  ]),
  // The phantom's dura.
  [130, 'vessel', 'csf'],
];

const regionOf = (name: RegionName): number => regionNames.indexOf(name) + 1;

/** FreeSurfer's labels inside the skull, and 0. */
export const labelMeanings: ReadonlyMap<number, LabelMeaning> = new Map([
  [0, { tissue: 'air', region: 0, side: 0 }],
  ...table.flatMap(([left, right, tissue, name]): [number, LabelMeaning][] => [
    [left, { tissue, region: regionOf(name), side: 1 }],
    [right, { tissue, region: regionOf(name), side: 2 }],
  ]),
  ...middle.map(([label, tissue, name]): [number, LabelMeaning] => [
    label,
    { tissue, region: regionOf(name), side: 0 },
  ]),
]);

/** Labels from here on lie outside the skull. */
export const firstOutside = 500;
