import { regionNames, segment, structures, type RegionName, type StructureVolume } from '@braingen/anatomy';
import type { TrainingVolume } from '@braingen/pipeline';
import type { UNet } from '@braingen/unet3d';
import { nextTurn, type ProgressOptions, type Volume } from '@braingen/volume';

/** Sets of brains, as figures call them. */
export type SetName = 'real' | 'synthetic' | 'training';

/** What was found in one volume. */
export interface SegmentedBrain {
  readonly set: SetName;
  readonly name: string;
  /** A number that is known of whose it is, such as the age; undefined where it is not. */
  readonly covariate?: number | undefined;
  readonly volumes: readonly StructureVolume[];
  readonly expectedDice: Readonly<Record<RegionName, number>>;
  readonly quality: number;
}

/** Takes a segmentation, to write it somewhere. */
export type TakeSegmentation = (set: SetName, name: string, labels: Volume<Uint8Array>) => Promise<void>;

export interface SegmentSetsOptions extends ProgressOptions {
  /** Which of a volume's conditions is the covariate. @default none */
  readonly covariate?: string | undefined;
  /** @default none */
  readonly onSegmentation?: TakeSegmentation | undefined;
}

/** Segments sets one volume after the other. A volume without a brain, a failed sample, has no regions and a quality of 0. */
export async function segmentSets(
  sets: Readonly<Partial<Record<SetName, readonly TrainingVolume[]>>>,
  network: UNet,
  { covariate, signal, onProgress, onSegmentation }: SegmentSetsOptions = {},
): Promise<SegmentedBrain[]> {
  const all = Object.entries(sets).flatMap(([set, items]) => items.map((item) => ({ set: set as SetName, ...item })));
  const brains: SegmentedBrain[] = [];
  for (const { set, name, volume, condition } of all) {
    await nextTurn();
    signal?.throwIfAborted();
    const whose = { set, name, covariate: numberOf(covariate === undefined ? undefined : condition?.[covariate]) };
    if (volume.voxels.some((value) => value > 0)) {
      const { volume: labels, ...found } = await segment(volume, network);
      brains.push({ ...whose, ...found });
      await onSegmentation?.(set, name, labels);
    } else brains.push({ ...whose, ...nothing });
    onProgress?.(brains.length / all.length);
  }
  return brains;
}

function numberOf(value: string | number | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const nothing = {
  volumes: structures.map((structure) => ({ ...structure, volumeMl: 0 })),
  expectedDice: Object.fromEntries(regionNames.map((name) => [name, 0])) as Record<RegionName, number>,
  quality: 0,
};
