/** Where an artefact was seen. */
export const regions = [
  'cortex',
  'white matter',
  'ventricles',
  'deep grey',
  'cerebellum',
  'brainstem',
  'outside',
] as const;
export type Region = (typeof regions)[number];

/** How sure a rater is: 1 certainly real, 2 probably real, 3 probably synthetic, 4 certainly synthetic. */
export type Verdict = 1 | 2 | 3 | 4;

/** What one rater says of one volume without knowing what it is. */
export interface Rating {
  readonly rater: string;
  /** The code under which the volume was shown. */
  readonly volume: string;
  readonly verdict: Verdict;
  /** 1 useless to 5 as good as any scan. */
  readonly quality: 1 | 2 | 3 | 4 | 5;
  readonly artefacts: readonly Region[];
  /** From seeing the volume to saying so. */
  readonly seconds: number;
}

/** What a volume was, by its code. */
export interface KeyEntry {
  readonly volume: string;
  readonly synthetic: boolean;
  /** Its file. */
  readonly path: string;
}
