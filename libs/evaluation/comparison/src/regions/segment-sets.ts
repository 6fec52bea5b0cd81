import { regionNames, segment, structures, type RegionName, type StructureVolume } from '@braingen/anatomy';
import type { NamedVolume } from '@braingen/pipeline';
import type { UNet } from '@braingen/unet3d';
import { nextTurn, type ProgressOptions, type Volume } from '@braingen/volume';

/** Sets of brains, as figures call them. */
export type SetName = 'real' | 'synthetic' | 'training';

/** What was found in one volume. */
export interface SegmentedBrain {
  readonly set: SetName;
  readonly name: string;
  readonly volumes: readonly StructureVolume[];
  readonly expectedDice: Readonly<Record<RegionName, number>>;
  readonly quality: number;
}

/** Takes a segmentation, to write it somewhere. */
export type TakeSegmentation = (set: SetName, name: string, labels: Volume<Uint8Array>) => Promise<void>;

export interface SegmentSetsOptions extends ProgressOptions {
  /** @default none */
  readonly onSegmentation?: TakeSegmentation | undefined;
}

/** Segments sets one volume after the other. A volume without a brain, a failed sample, has no regions and a quality of 0. */
export async function segmentSets(
  sets: Readonly<Partial<Record<SetName, readonly NamedVolume[]>>>,
  network: UNet,
  { signal, onProgress, onSegmentation }: SegmentSetsOptions = {},
): Promise<SegmentedBrain[]> {
  const all = Object.entries(sets).flatMap(([set, items]) => items.map((item) => ({ set: set as SetName, ...item })));
  const brains: SegmentedBrain[] = [];
  for (const { set, name, volume } of all) {
    await nextTurn();
    signal?.throwIfAborted();
    if (volume.voxels.some((value) => value > 0)) {
      const { volume: labels, ...found } = await segment(volume, network);
      brains.push({ set, name, ...found });
      await onSegmentation?.(set, name, labels);
    } else brains.push({ set, name, ...nothing });
    onProgress?.(brains.length / all.length);
  }
  return brains;
}

const nothing = {
  volumes: structures.map((structure) => ({ ...structure, volumeMl: 0 })),
  expectedDice: Object.fromEntries(regionNames.map((name) => [name, 0])) as Record<RegionName, number>,
  quality: 0,
};
