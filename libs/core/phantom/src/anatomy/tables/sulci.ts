import type { Vector3 } from '@braingen/volume';

/** A sulcus every brain has: its course over the hemisphere and how deep it cuts, in MNI152 millimetres, right side. */
export interface Sulcus {
  readonly name: string;
  readonly depth: number;
  readonly course: readonly Vector3[];
}

/** Sulci of the convexity and of the basal surface, placed by eye from averages of openly licensed label maps. */
export const lateralSulci: readonly Sulcus[] = [
  {
    name: 'central',
    depth: 18,
    course: [
      [8, -30, 74],
      [22, -28, 68],
      [35, -22, 60],
      [44, -14, 46],
      [52, -9, 33],
      [60, -4, 17],
    ],
  },
  {
    name: 'precentral',
    depth: 15,
    course: [
      [22, -10, 68],
      [34, -3, 60],
      [44, 3, 46],
      [52, 7, 32],
      [58, 9, 16],
    ],
  },
  {
    name: 'postcentral',
    depth: 15,
    course: [
      [16, -46, 72],
      [30, -41, 64],
      [44, -35, 52],
      [55, -28, 40],
      [63, -22, 24],
    ],
  },
  {
    name: 'superior frontal',
    depth: 15,
    course: [
      [22, -6, 64],
      [25, 14, 56],
      [25, 34, 44],
      [22, 52, 26],
    ],
  },
  {
    name: 'inferior frontal',
    depth: 14,
    course: [
      [44, 7, 38],
      [46, 22, 30],
      [45, 36, 18],
      [38, 50, 6],
    ],
  },
  {
    name: 'intraparietal',
    depth: 19,
    course: [
      [46, -36, 48],
      [36, -52, 54],
      [28, -68, 48],
      [22, -82, 34],
    ],
  },
  {
    name: 'superior temporal',
    depth: 18,
    course: [
      [52, 8, -26],
      [60, -12, -12],
      [61, -32, 0],
      [56, -48, 16],
      [46, -64, 28],
    ],
  },
  {
    name: 'inferior temporal',
    depth: 12,
    course: [
      [52, -4, -38],
      [58, -24, -26],
      [56, -44, -14],
      [48, -62, -4],
    ],
  },
  {
    name: 'collateral',
    depth: 13,
    course: [
      [29, -4, -38],
      [28, -26, -28],
      [27, -46, -16],
      [24, -68, -12],
    ],
  },
  {
    name: 'occipitotemporal',
    depth: 12,
    course: [
      [43, -10, -42],
      [43, -30, -30],
      [41, -52, -22],
    ],
  },
  {
    name: 'lateral occipital',
    depth: 12,
    course: [
      [44, -76, 2],
      [34, -88, 4],
      [22, -97, 4],
    ],
  },
  {
    name: 'orbital',
    depth: 10,
    course: [
      [28, 18, -20],
      [28, 32, -18],
      [26, 46, -14],
    ],
  },
  {
    name: 'olfactory',
    depth: 10,
    course: [
      [12, 16, -22],
      [12, 34, -24],
      [11, 50, -20],
    ],
  },
];

/** Sulci of the medial wall: x is ignored, and they cut sideways. */
export const medialSulci: readonly Sulcus[] = [
  {
    name: 'cingulate',
    depth: 11,
    course: [
      [0, 42, -8],
      [0, 48, 12],
      [0, 38, 30],
      [0, 16, 40],
      [0, -12, 43],
      [0, -32, 47],
      [0, -42, 62],
    ],
  },
  {
    name: 'parieto-occipital',
    depth: 20,
    course: [
      [0, -60, 14],
      [0, -70, 28],
      [0, -80, 44],
    ],
  },
  {
    name: 'calcarine',
    depth: 22,
    course: [
      [0, -52, 6],
      [0, -66, 8],
      [0, -82, 6],
      [0, -98, 0],
    ],
  },
  {
    name: 'subparietal',
    depth: 10,
    course: [
      [0, -40, 40],
      [0, -52, 36],
      [0, -58, 24],
    ],
  },
];
