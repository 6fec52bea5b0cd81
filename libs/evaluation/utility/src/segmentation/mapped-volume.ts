import type { Volume, VoxelArray } from '@braingen/volume';

/** A volume and its label map. */
export interface MappedVolume {
  /** Whose head it is: a person with several scans counts once in a test. */
  readonly participant: string;
  readonly volume: Volume;
  /** Whole numbers on the grid of the volume; 0 is what belongs to no label. */
  readonly map: Volume<VoxelArray>;
  /** What to call the map in errors, such as its file. @default the participant */
  readonly source?: string | undefined;
}

/** Volumes with their label maps, by who has seen them. */
export interface MappedSets {
  /** Scans of people that the generating model was trained on. */
  readonly training: readonly MappedVolume[];
  readonly synthetic: readonly MappedVolume[];
  /** Scans of people that neither the generating model nor the segmentation has seen. */
  readonly unseen: readonly MappedVolume[];
}
