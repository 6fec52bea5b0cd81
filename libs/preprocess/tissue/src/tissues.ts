import type { Volume } from '@braingen/volume';

/** The three tissues of a healthy brain, in the order of their brightness in a T1-weighted image. */
export const tissueNames = ['csf', 'gm', 'wm'] as const;

/** Cerebrospinal fluid, grey matter or white matter. */
export type TissueName = (typeof tissueNames)[number];

/** One number for each tissue, such as its mean intensity. */
export type TissueValues = Readonly<Record<TissueName, number>>;

/** One map for each tissue, all on one grid, such as the probability of finding it there. */
export type TissueMaps = Readonly<Record<TissueName, Volume>>;
