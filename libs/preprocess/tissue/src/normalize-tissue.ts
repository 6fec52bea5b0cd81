import type { Volume, VoxelArray } from '@braingen/volume';
import { assertT1Order } from './initial-means.ts';
import { tissueNames, type TissueValues } from './tissues.ts';

export interface NormalizeTissueOptions {
  /** Mean intensity of each tissue in this volume, as from `segmentTissue`. */
  readonly means: TissueValues;
  /** Where those means shall land. @default `defaultTargets` */
  readonly targets?: TissueValues | undefined;
}

/** Where the means of CSF, GM and WM land by default. */
export const defaultTargets: TissueValues = Object.freeze({ csf: 50, gm: 150, wm: 250 });

/**
 * Maps intensities piecewise linearly so that the tissues' means land on fixed values: 0 stays 0, each stretch between two
 * means is linear, and what lies beyond WM goes on with the slope between GM and WM. Two scans so treated agree in brightness
 * and in contrast, whatever scanner made them (Manjón et al. 2008).
 *
 * Where CSF's mean is 0 or below, the slope between CSF and GM goes on below it, and the background is not 0 any more: mask it.
 *
 * @throws RangeError unless CSF < GM < WM in both means and targets.
 */
export function normalizeTissue(
  volume: Volume<VoxelArray>,
  { means, targets = defaultTargets }: NormalizeTissueOptions,
): Volume {
  const from = tissueNames.map((name) => means[name]);
  const to = tissueNames.map((name) => targets[name]);
  assertT1Order(from, 'normalizeTissue');
  assertT1Order(to, 'normalizeTissue: targets');
  const slopes = [(to[1] - to[0]) / (from[1] - from[0]), (to[2] - to[1]) / (from[2] - from[1])];
  const below = from[0] > 0 && to[0] > 0 ? to[0] / from[0] : slopes[0];
  const out = new Float32Array(volume.voxels.length);
  for (let i = 0; i < out.length; i++) {
    const value = volume.voxels[i];
    if (value < from[0]) out[i] = to[0] + (value - from[0]) * below;
    else if (value < from[1]) out[i] = to[0] + (value - from[0]) * slopes[0];
    else out[i] = to[1] + (value - from[1]) * slopes[1];
  }
  return volume.with(out);
}
