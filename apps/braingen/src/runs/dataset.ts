import { trainingSet, type TrainingSet } from '@braingen/trainer';
import type { Condition } from '@braingen/unet3d';
import {
  createRandom,
  resize,
  sameGrid,
  volumesToTensor,
  describeGrid,
  type Grid,
  type Shape3,
  type Volume,
} from '@braingen/volume';
import { Failure } from '../failure.ts';
import { intensityRange } from '../intensity-range.ts';
import { conditionsFrom, encodeFacts, namesOf, type Conditioning, type Facts } from './conditioning.ts';
import { learnConditioning, type ConditionChoice } from './learn-conditioning.ts';
import { readFacts } from './subjects.ts';
import { readVolumes, type NamedVolume } from './volume-folder.ts';

/** Volumes on the network's grid, split into those to learn from and those held out. */
export interface Dataset {
  readonly grid: Grid;
  /** The intensities that the network sees as -1 and 1. */
  readonly intensityRange: readonly [number, number];
  readonly training: TrainingSet<Condition>;
  readonly validation: TrainingSet<Condition> | undefined;
  /** What the network is told of the volumes. */
  readonly conditioning: Conditioning | undefined;
  readonly trainingNames: readonly string[];
  readonly validationNames: readonly string[];
}

/** Below this many subjects each one counts more as an example than as a test. */
const fewestToHoldOut = 5;

/** A volume with what is known of it. */
interface KnownVolume extends NamedVolume {
  readonly facts: Facts;
}

export async function loadDataset(
  folder: string,
  options: { shape: Shape3; validation: number; seed: number; condition?: ConditionChoice | undefined },
): Promise<Dataset> {
  const { shape, validation, seed, condition } = options;
  const found = await readVolumes(folder);
  const facts = condition ? await readFacts(folder, found) : [];
  const conditioning = condition && learnConditioning(condition, facts, folder);
  const volumes = found.map(
    (item, i): KnownVolume => ({ ...item, volume: resize(item.volume, shape), facts: facts[i] ?? {} }),
  );
  const grid = commonGrid(volumes);
  const range = commonRange(volumes.map(({ volume }) => volume));
  const heldOut =
    volumes.length < fewestToHoldOut || validation === 0 ? 0 : Math.max(1, Math.round(validation * volumes.length));
  const order = shuffled(volumes, seed);
  const [held, learnt] = [order.slice(0, heldOut), order.slice(heldOut)];
  const prepare = (items: readonly KnownVolume[]): TrainingSet<Condition> => toSet(items, shape, range, conditioning);
  return {
    grid,
    intensityRange: range,
    training: prepare(learnt),
    validation: heldOut > 0 ? prepare(held) : undefined,
    conditioning,
    trainingNames: learnt.map(({ name }) => name).sort(),
    validationNames: held.map(({ name }) => name).sort(),
  };
}

function commonGrid(volumes: readonly NamedVolume[]): Grid {
  const [first, ...others] = volumes;
  const odd = others.find(({ volume }) => !sameGrid(volume, first.volume));
  if (odd) {
    throw new Failure(
      `${odd.path}: expected the grid of ${first.name} (${describeGrid(first.volume)}), found ${describeGrid(odd.volume)}; preprocess puts all scans on one grid`,
    );
  }
  const { shape, affine } = first.volume;
  return { shape, affine };
}

function commonRange(volumes: readonly Volume[]): [number, number] {
  const ranges = volumes.map(({ voxels }) => intensityRange(voxels));
  const lowest = Math.min(...ranges.map(([low]) => low));
  const highest = Math.max(...ranges.map(([, high]) => high));
  if (!(highest > lowest))
    throw new Failure(`training data: expected intensities that differ, found ${lowest} everywhere`);
  return [lowest, highest];
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = createRandom(seed).fork('validation split');
  return items
    .map((item) => ({ item, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function toSet(
  items: readonly KnownVolume[],
  shape: Shape3,
  range: readonly [number, number],
  conditioning: Conditioning | undefined,
): TrainingSet<Condition> {
  const scaled = items.map(({ volume }) => toNetwork(volume, range));
  if (!conditioning) return trainingSet(scaled, [...shape, 1]);
  const names = namesOf(conditioning);
  const encoded = items.map(({ facts, path }) => {
    const told = Object.fromEntries(names.map((name) => [name, facts[name]]));
    return encodeFacts(conditioning, told, path);
  });
  return trainingSet(
    scaled,
    [...shape, 1],
    conditionsFrom(conditioning, (index) => encoded[index]),
  );
}

/** A volume's numbers as the network sees them: [d, h, w, 1], the range of intensities as [-1, 1]. */
export function toNetwork(volume: Volume, [lowest, highest]: readonly [number, number]): Float32Array {
  const { data } = volumesToTensor([volume]);
  return data.map((value) => (2 * (value - lowest)) / (highest - lowest) - 1);
}
