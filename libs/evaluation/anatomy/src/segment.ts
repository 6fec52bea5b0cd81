import { fromBlocks } from '@braingen/cascade';
import type { UNet } from '@braingen/unet3d';
import {
  assertThreeDimensional,
  determinant,
  identityAffine,
  invertAffine,
  resample,
  tensorToVolumes,
  type Affine,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import { decode } from './decode.ts';
import { networkGrid } from './network-grid.ts';
import { networkInput } from './network-input.ts';
import { predictBothWays } from './predict-both-ways.ts';
import { regionNames, structures, type RegionName, type Structure } from './regions.ts';

/** A structure's size. */
export interface StructureVolume extends Structure {
  /** In the space of the volume that was segmented: MNI152's, if it was resampled to it. */
  readonly volumeMl: number;
}

/** A brain told apart into its regions. */
export interface Segmentation {
  /** Labels of `structures`, on the grid of the volume that was segmented. */
  readonly volume: Volume<Uint8Array>;
  readonly volumes: readonly StructureVolume[];
  /**
   * For each region the Dice coefficient that the network expects of itself, 0 to 1 (see `Decoded`). It falls with noise, blur and
   * whatever the network was not trained on.
   */
  readonly expectedDice: Readonly<Record<RegionName, number>>;
  /** The lowest of these. */
  readonly quality: number;
}

export interface SegmentOptions {
  /** RAS millimetres of MNI152 to RAS millimetres of the volume, as registration to a template finds it. @default the identity */
  readonly transform?: Affine | undefined;
}

/** The least `quality` of a segmentation that can be relied on (Wu et al. 2024, arXiv 2409.08463, ask for as much of every region). */
export const reliableQuality = 0.65;

/**
 * Tells the regions of a T1-weighted brain apart.
 *
 * @param volume stripped of the skull or not, in MNI152 space or with its `transform`: what `braingen preprocess` leaves lies voxel for
 *   voxel on the network's grid; any other grid is resampled to it, and labels are brought back by nearest neighbours
 * @param network `createNetwork` with trained weights
 * @throws RangeError if the volume is flat, empty, not finite, or lies elsewhere
 */
export async function segment(
  volume: Volume<VoxelArray>,
  network: UNet,
  { transform = identityAffine }: SegmentOptions = {},
): Promise<Segmentation> {
  assertThreeDimensional(volume, 'segment');
  const { expectedDice, labels } = decode(await predictBothWays(network, networkInput(volume, transform)));

  const { shape, affine } = networkGrid;
  const ordered = fromBlocks(new Float32Array(labels), shape);
  const [onNetworkGrid] = tensorToVolumes(ordered, [1, ...shape, 1], affine);
  const found = onNetworkGrid.with(new Uint8Array(onNetworkGrid.voxels));
  const ml = Math.abs(determinant(affine) * determinant(transform)) / 1000;
  const counts = new Uint32Array(256);
  for (const label of labels) counts[label]++;
  return {
    volume: resample(found, volume, { interpolation: 'nearest', transform: invertAffine(transform) }),
    volumes: structures.map((structure) => ({ ...structure, volumeMl: ml * counts[structure.label] })),
    expectedDice: Object.fromEntries(regionNames.map((name, i) => [name, expectedDice[i]])) as Record<
      RegionName,
      number
    >,
    quality: Math.min(...expectedDice),
  };
}
