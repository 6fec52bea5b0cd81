import { raiseAir, type Volume, type VoxelArray } from '@braingen/volume';
import { learn, rawHead, type Head } from './head.ts';
import { chainSettings, type ChainSettings } from './settings.ts';
import type { Step } from './step.ts';
import { allSteps } from './steps.ts';
import { takeSteps, type TakeStepsOptions } from './take-steps.ts';

export interface PreprocessOptions extends TakeStepsOptions {
  /** The steps to take, in this order. @default all of them */
  readonly steps?: readonly Step[] | undefined;
  /** What heads of a run share; see `chainSettings`. @default those of `chainSettings` */
  readonly settings?: Partial<ChainSettings> | undefined;
  /** What was doubtful about the scan when it was read. @default none */
  readonly warnings?: readonly string[] | undefined;
}

/**
 * Takes a raw T1-weighted head through the chain: without noise and inhomogeneity, in MNI152 space, tissue means on fixed
 * values, 0 to 1 inside the skull and exactly 0 outside. Whole heads and skull-stripped brains, any orientation.
 *
 * @throws StepFailure naming the step that refused the head; its `cause` says what was expected and found
 */
export async function preprocessHead(scan: Volume<VoxelArray>, options: PreprocessOptions = {}): Promise<Head> {
  const { steps = allSteps, settings } = options;
  const { volume, warnings } = raiseAir(scan);
  const raw = learn(rawHead(volume), { warnings: [...(options.warnings ?? []), ...warnings] });
  return takeSteps(steps, raw, await chainSettings(settings), options);
}
