import { smoothField } from '@braingen/cascade';
import type { Affine, Random } from '@braingen/volume';
import { networkGrid } from '../network-grid.ts';
import { scaleIntensities } from '../scale-intensities.ts';
import { drawContrast } from './contrast.ts';
import type { LabelMap } from './label-map.ts';
import { drawPlacement, registered } from './placement.ts';
import { sampleLabels } from './sample-labels.ts';
import { drawMask, smoothed } from './strip.ts';

/** A scan whose regions are known, on the network's grid: [x, y, z], z fastest. */
export interface DrawnScan {
  /** As `scaleIntensities` leaves them. */
  readonly image: Float32Array;
  /** From 1 in `regionNames`; 0 for the background, and for what lies outside the mask. */
  readonly region: Uint8Array;
  /** 1 on the left, 2 on the right, 0 where it is not known: in the middle and in the background. */
  readonly side: Uint8Array;
}

/** A label map with its place in MNI152 space. */
export interface PlacedMap {
  readonly map: LabelMap;
  /** From MNI152 millimetres to the head's, as `standardPose` finds it. */
  readonly pose: Affine;
}

/** What a drawn scan may be like. */
export interface ScanRange {
  /** Share of scans with a T1-weighted contrast; the others have any. @default 0.85 */
  readonly t1?: number;
  /** Share of scans without skull. @default 0.85 */
  readonly stripped?: number;
  /** 1 for the whole range of deformations, noise, blur and bias; 0 for none of it. @default 1 */
  readonly strength?: number;
}

/**
 * A scan that a label map could be of, after SynthSeg's generative model (Billot et al. 2023, arXiv 2107.09559, section 3): the map
 * mirrored or not, moved, deformed; an intensity for each tissue; resolution, texture, bias field, gamma, noise; a skull or none.
 *
 * The same generator gives the same bits.
 */
export function drawScan({ map, pose }: PlacedMap, random: Random, range: ScanRange = {}): DrawnScan {
  const { t1 = 0.85, stripped = 0.85, strength = 1 } = range;
  const { shape } = networkGrid;
  const within = (low: number, high: number): number => low + (high - low) * random.uniform();

  const mirrored = strength > 0 && random.uniform() < 0.5;
  const wander = {
    degrees: registered.degrees * strength,
    mm: registered.mm * strength,
    scale: registered.scale * strength,
  };
  const toMap = drawPlacement(map, pose, random, wander, mirrored);
  const [spacing, deviation] = [within(8, 20), strength * within(0.5, 3)];
  const displacement = [0, 1, 2].map(() => smoothField(shape, spacing, deviation, random));
  const means = drawContrast(random, map.tissueCount, random.uniform() < t1);
  const cavityAlone = random.uniform() < stripped;
  const labels = sampleLabels(map, toMap, displacement, means, { mirrored, cavityAlone });

  const mask = cavityAlone ? drawMask(labels, shape, random) : undefined;
  const [texture, noise] = [strength * within(0, 0.06), strength * within(0, 0.05)];
  let { image } = labels;
  for (let i = 0; i < image.length; i++) if (image[i] > 0) image[i] += texture * random.normal();
  const blur = [0, 1, 2].map(() => strength * Math.max(0, within(-0.5, 0.9))) as [number, number, number];
  if (blur.some((width) => width > 0)) image = smoothed(image, shape, blur);
  const bias = smoothField(shape, within(25, 60), strength * within(0, 0.15), random);
  const gamma = Math.exp(strength * 0.2 * random.normal());

  const { region, side } = labels;
  for (let i = 0; i < image.length; i++) {
    if (mask?.[i] === 0) {
      image[i] = region[i] = side[i] = 0;
      continue;
    }
    const value = Math.max(0, image[i]) ** gamma * Math.exp(bias[i]) + noise * random.normal();
    image[i] = Math.max(0, value);
    if (region[i] === 0) side[i] = 0;
  }
  return { image: scaleIntensities(image), region, side };
}
