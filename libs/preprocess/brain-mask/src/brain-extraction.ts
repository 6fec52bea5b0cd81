import type { Volume } from '@braingen/volume';

/**
 * - `stripped`: the brain had been extracted before, and the mask is its own extent;
 * - `weak-edge`: the cavity's edge hardly shows, as in a scan of low contrast or wrongly registered;
 * - `far-from-prior`: the mask overlaps the prior less than any registered head's does;
 * - `cut-off`: the scan ends inside the cavity;
 * - `no-tissues`: what lies within is all alike, as in a test object, or mere noise;
 * - `coarse`: voxels too large for the edge to be trusted;
 * - `negative`: intensities lay below 0, by an offset that was taken off or in a background that was.
 */
export type BrainFlag = 'stripped' | 'weak-edge' | 'far-from-prior' | 'cut-off' | 'no-tissues' | 'coarse' | 'negative';

export interface BrainExtraction {
  /** 1 inside, 0 outside; one piece without holes, on the volume's grid. */
  readonly mask: Volume<Uint8Array>;
  /** Volume of the mask in millilitres of the space it lies in. */
  readonly volumeMl: number;
  /** How much brighter the brain is than what lies beyond the mask's edge, relative to the brain; 1 for a stripped brain. */
  readonly edgeStrength: number;
  /** The library's part of the decision about the edge: 0.5 where its heads are like this one, 0 where they are not. */
  readonly libraryShare: number;
  /** What is special about this scan or unusual about this mask; empty for an ordinary whole head. */
  readonly flags: readonly BrainFlag[];
  /** The flags that ask for a look, in words. */
  readonly warnings: readonly string[];
}
