import { whenRead, type TrainingSet, type VolumeSource } from '@braingen/trainer';
import { noCondition, type Condition } from '@braingen/unet3d';
import { createRandom, type Random, type Shape3 } from '@braingen/volume';
import { describeVariation, drawVariation, type Augmentation } from '../augment/augmentation.ts';
import { vary } from '../augment/vary.ts';
import { coarsen, coarseShape } from '../pyramid/coarsen.ts';
import { haarSplit } from '../pyramid/haar.ts';
import { scaled, type LevelScale } from '../pyramid/scales.ts';
import { toBlocks } from '../pyramid/blocks.ts';
import { coordinates } from './coordinates.ts';
import { takeRegion } from './region.ts';
import { stageInput, type StageItem } from './stage-input.ts';
import { drawnChannels, drawnLevel, positions, withChannels, type Stage } from './stage.ts';

/** People's volumes, all of one window. */
export interface StageData {
  /** [d, h, w] at the finest grid, background 0. */
  readonly volumes: VolumeSource;
  readonly shape: Shape3;
  /** Scales of the levels, the finest first. */
  readonly scales: readonly LevelScale[];
  /** What is known of each person, scaled to 0 .. 1, -1 where unknown. */
  readonly covariates?: readonly (readonly number[])[] | undefined;
}

export interface StageSetOptions {
  readonly seed: number | string;
  /** @default none */
  readonly augmentation?: Augmentation | undefined;
  /** Positions of the network that are trained on at once; the coarse stage takes the whole alone. @default the whole */
  readonly crop?: Shape3 | undefined;
  /** How many items there are of each person. @default 1 */
  readonly copies?: number | undefined;
  /**
   * How many variations of each person are made, and kept on the stage's grid: items take them in turn, each with its own crop
   * and jitter. Those that do not fit into 512 MB are made again each time.
   * @default every item makes its own
   */
  readonly variations?: number | undefined;
  /** Items that are asked for before the conditions of the first of them, where volumes are read from a disk. @default 64 */
  readonly atOnce?: number | undefined;
}

/** A person's volume varied, on the grid that the stage's numbers are made of, and what is told of the variation. */
interface Varied {
  readonly volume: Float32Array;
  readonly told: readonly number[];
}

/** Variations that are kept take no more than this. */
const mostBytesKept = 2 ** 29;

/**
 * What a stage learns from: variations of people's volumes, cut out and scaled. An item depends on nothing but the seed and its number,
 * so a set of a hundred thousand takes no more memory than the people do. Where people's volumes are read from a disk, the conditions of
 * an item can be had once its volume has been.
 */
export function stageSet(stage: Stage, data: StageData, options: StageSetOptions): TrainingSet<Condition> {
  const { seed, augmentation = {}, copies = 1, variations = Infinity, atOnce = 64 } = options;
  const { volumes, shape, scales } = data;
  const whole = positions(stage, shape);
  const crop = options.crop ?? whole;
  if (crop.some((side, axis) => side > whole[axis]))
    throw new RangeError(`cascade: expected a crop within ${whole.join(' x ')}, found ${crop.join(' x ')}`);
  if (stage.kind === 'coarse' && options.crop)
    throw new RangeError('cascade: expected a coarse stage on whole volumes, as its Gaussian model is, found a crop');
  const random = createRandom(seed);

  const fineLevel = drawnLevel(stage);
  const varied = (volume: Float32Array, random: Random): Varied => {
    const variation = drawVariation(augmentation, random);
    return {
      volume: coarsen(vary(volume, shape, variation), shape, fineLevel),
      told: describeVariation(variation, augmentation),
    };
  };
  const kept = new Map<string, Varied>();
  let bytesKept = 0;
  const variationOf = (person: number, copy: number): Varied | Promise<Varied> => {
    const label = `person ${person}, variation ${variations === Infinity ? copy : copy % variations}`;
    const known = kept.get(label);
    if (known) return known;
    return whenRead(volumes.volume(person), (volume) => {
      const made = varied(volume, random.fork(label));
      const { byteLength } = made.volume;
      if (variations !== Infinity && !kept.has(label) && bytesKept + byteLength <= mostBytesKept) {
        kept.set(label, made);
        bytesKept += byteLength;
      }
      return made;
    });
  };

  const itemOf = (index: number, { volume, told }: Varied): StageItem => {
    const own = random.fork(`item ${index}`);
    const place = own.fork('crop');
    const offset = whole.map((side, axis) => place.integer(side - crop[axis] + 1)) as unknown as Shape3;
    const { coarse, drawn } = cut(stage, volume, coarseShape(shape, fineLevel), scales, offset, crop);
    return {
      drawn,
      coarse,
      coordinates: coordinates(whole, offset, crop),
      jitter: own.fork('jitter').uniform() * stage.jitter,
      random: own.fork('noise on coarse'),
      told,
      covariates: data.covariates?.[index % volumes.length] ?? [],
    };
  };
  const recent = new Map<number, StageItem>();
  const item = (index: number): StageItem | Promise<StageItem> => {
    const known = recent.get(index);
    if (known) return known;
    const take = (varied: Varied): StageItem => {
      const made = itemOf(index, varied);
      recent.set(index, made);
      // A batch asks for its items twice: for their numbers, then for what is told of them.
      if (recent.size > Math.max(64, atOnce)) recent.delete(recent.keys().next().value as number);
      return made;
    };
    const varied = variationOf(index % volumes.length, Math.floor(index / volumes.length));
    return varied instanceof Promise ? varied.then(take) : take(varied);
  };

  return {
    length: volumes.length * copies,
    shape: withChannels(crop, drawnChannels(stage)),
    volume: (index) => {
      const found = item(index);
      return found instanceof Promise ? found.then(({ drawn }) => drawn) : found.drawn;
    },
    conditions: (batch) => {
      const items = batch.map(({ volume, dropped }) => {
        const found = item(volume);
        if (found instanceof Promise)
          throw new Error(`cascade: expected volume ${volume} to be read before its conditions, found it unread`);
        return dropped ? { ...found, covariates: found.covariates.map(() => noCondition) } : found;
      });
      return stageInput(stage, items, crop);
    },
  };
}

/**
 * A region of a stage's numbers, in their scale, and of the coarse volume that is given with them.
 *
 * @param fine of a detail stage the volume whose details are drawn, of the others the volume itself
 */
function cut(
  stage: Stage,
  fine: Float32Array,
  fineShape: Shape3,
  scales: readonly LevelScale[],
  offset: Shape3,
  crop: Shape3,
): { readonly drawn: Float32Array; readonly coarse: Float32Array | undefined } {
  const scale = scales[stage.level];
  if (stage.kind === 'coarse') return { drawn: toBlocks(scaled(fine, scale), fineShape), coarse: undefined };
  if (stage.kind === 'refine')
    return { drawn: scaled(takeRegion(fine, fineShape, offset, crop), scale), coarse: undefined };
  const double = (triple: Shape3): Shape3 => [2 * triple[0], 2 * triple[1], 2 * triple[2]];
  const bands = haarSplit(takeRegion(fine, fineShape, double(offset), double(crop)), double(crop));
  return {
    drawn: bands.details.map((value, i) => value / scale.details[i % scale.details.length]),
    coarse: scaled(bands.coarse, scale),
  };
}
