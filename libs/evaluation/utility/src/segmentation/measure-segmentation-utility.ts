import { createPace } from '@braingen/metrics';
import { createRandom, type ProgressOptions } from '@braingen/volume';
import { figure, weighted, type Figure } from '../figure.ts';
import type { Utility } from '../measure-utility.ts';
import { assertUnseen, doubtsOf, peopleOf } from '../sets.ts';
import { sources, type Source } from '../sources.ts';
import { commonestClasses } from './commonest-classes.ts';
import { diceFigure, diceOfPerson, meanOfKnown, type DiceOfLabels } from './dice-figures.ts';
import { drawVoxels, joinVoxels, type DrawnVoxels } from './draw-voxels.ts';
import { learnForest, treeCount, type Segment } from './forest.ts';
import { labelsOfSets } from './labels-of-sets.ts';
import type { MappedSets } from './mapped-volume.ts';
import { prepareScan, type Scan } from './prepare-scan.ts';
import { testScan, testing, type Tested } from './test-scan.ts';
import { voxelFeatures } from './voxel-features.ts';

export interface SegmentationUtilityOptions extends ProgressOptions {
  /** Which labels count; all others are background then. @default those of the maps */
  readonly labels?: readonly number[] | undefined;
  /** Of every random choice. @default 0 */
  readonly seed?: number | undefined;
}

/** What a source taught, on the unseen people. */
export interface Segmented {
  /** The mean Dice coefficient over labels and people. */
  readonly figures: readonly [Figure];
  /** The Dice coefficient of each label, over the people who have it. */
  readonly labels: readonly (Figure & { readonly label: number })[];
}

/** Of what use synthetic volumes with label maps are. */
export interface SegmentationUtility extends Pick<Utility, 'n' | 'gain' | 'warnings'> {
  readonly task: 'segmentation';
  /** In the order of the figures. */
  readonly labels: readonly number[];
  readonly learned: Readonly<Record<Source, Segmented>>;
  /** The same of the label that most training maps have at a place, without a look at the volume. */
  readonly guess: readonly [Figure];
  /** The mean Dice coefficient of each unseen person. */
  readonly people: readonly (Readonly<Record<Source, number>> & { readonly participant: string })[];
}

/**
 * Measures of what use synthetic volumes with label maps are: segmentation is learned from real volumes, from synthetic ones and from
 * both, each by a random forest that tells the label of a voxel from its place, its intensity and what is seen about it, and tested
 * by Dice coefficients on people that nothing has seen.
 *
 * Volumes and maps are compared where they lie in the world, on the grid of the first training volume, intensities of each on a scale
 * of their own. An unseen person with several scans counts once, by their mean. Intervals are Student's over people.
 *
 * @throws RangeError where a set has fewer than two volumes, a person is in training and unseen, or a volume has no intensity above 0;
 *   as `labelsOfSets`; the signal's reason
 */
export async function measureSegmentationUtility(
  sets: MappedSets,
  options: SegmentationUtilityOptions = {},
): Promise<SegmentationUtility> {
  assertUnseen(sets, 'measureSegmentationUtility');
  const labels = labelsOfSets(sets, options.labels);
  const { training, synthetic, unseen } = sets;
  const classCount = labels.length + 1;
  const drawings = training.length + synthetic.length;
  const pace = createPace(drawings + sources.length * treeCount + testing * unseen.length, options);
  const random = createRandom(options.seed ?? 0);
  const prepare = (item: (typeof training)[number]): Scan => prepareScan(item, labels, training[0].volume);

  const maps: Uint8Array[] = [];
  const drawn: DrawnVoxels[] = [];
  for (const [i, item] of [...training, ...synthetic].entries()) {
    const scan = prepare(item);
    if (i < training.length) maps.push(scan.classes);
    drawn.push(drawVoxels(scan, voxelFeatures(scan.volume), random.fork(`voxels ${i}`)));
    await pace.tick();
  }
  const learn = (from: readonly DrawnVoxels[], source: Source): Promise<Segment> =>
    learnForest(joinVoxels(from), classCount, random.fork(source), pace);
  const forests = {
    real: await learn(drawn.slice(0, training.length), 'real'),
    synthetic: await learn(drawn.slice(training.length), 'synthetic'),
    both: await learn(drawn, 'both'),
  };
  const commonest = commonestClasses(maps, classCount);
  const tested: Tested[] = [];
  for (const item of unseen) tested.push(await testScan(prepare(item), { forests, commonest, classCount }, pace));

  const people = peopleOf(unseen);
  const dice = (what: keyof Tested): DiceOfLabels[] =>
    people.map(({ volumes }) => diceOfPerson(volumes.map((i) => tested[i][what])));
  const means = (what: keyof Tested): number[] => dice(what).map(meanOfKnown);
  const segmented = async (source: Source): Promise<Segmented> => ({
    figures: [await diceFigure('Dice', means(source), random)],
    labels: await Promise.all(
      labels.map(async (label, i) => ({
        label,
        ...(await diceFigure(
          `Dice of ${label}`,
          dice(source).map((person) => person[i]),
          random,
        )),
      })),
    ),
  });
  const of = { real: means('real'), synthetic: means('synthetic'), both: means('both') };
  const gains = of.both.map((value, i) => value - of.real[i]).filter((value) => !Number.isNaN(value));
  return {
    task: 'segmentation',
    labels,
    n: { real: training.length, synthetic: synthetic.length, unseen: people.length },
    learned: {
      real: await segmented('real'),
      synthetic: await segmented('synthetic'),
      both: await segmented('both'),
    },
    guess: [await diceFigure('Dice', means('guess'), random)],
    gain: await figure('gain of both over real', (counts) => weighted(gains, counts), gains.length, random),
    people: people.map(({ name }, i) => ({
      participant: name,
      real: of.real[i],
      synthetic: of.synthetic[i],
      both: of.both[i],
    })),
    warnings: doubtsOf(people.length),
  };
}
