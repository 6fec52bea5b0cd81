import type { ProgressOptions, Volume, VoxelArray } from '@braingen/volume';
import type { Head } from './head.ts';
import type { ChainSettings } from './settings.ts';

export type StepName = 'denoise' | 'n4' | 'register' | 'fine' | 'tissue' | 'mask' | 'normalize' | 'resize';

/** One step of preprocessing. */
export interface Step {
  readonly name: StepName;
  apply(head: Head, settings: ChainSettings, options: ProgressOptions): Promise<Head>;
  /** What to draw round on a picture of the step's outcome. */
  outline?(head: Head, settings: ChainSettings): Volume<VoxelArray> | undefined;
}
