import {
  asymmetryOf,
  momentsOf,
  regionNames,
  reliableQuality,
  sizesOf,
  type Adjusted,
  type BrainVolumes,
  type RegionName,
} from '@braingen/anatomy';
import { createRandom } from '@braingen/volume';
import { compareByCovariate } from './compare-by-covariate.ts';
import { compareClouds } from './compare-clouds.ts';
import { covariateOfSets } from './covariate-of-sets.ts';
import { effectOf, type Resampling } from './effect-of.ts';
import { type CloudDistance, type RegionComparison, type RegionFigures, type Spread } from './region-comparison.ts';
import type { SegmentedBrain, SetName } from './segment-sets.ts';

export interface CompareRegionsOptions {
  readonly seed: number;
  readonly resamples: number;
  readonly confidence: number;
  /** What the covariate of the brains is called. @default it is not looked at */
  readonly covariate?: string | undefined;
}

/**
 * Compares regions of synthetic brains with those of real ones, each over the brains in which it can be relied on (Wu et al. 2024,
 * arXiv 2409.08463, leave out what fails).
 */
export async function compareRegions(
  brains: readonly SegmentedBrain[],
  { seed, covariate, ...options }: CompareRegionsOptions,
): Promise<RegionComparison> {
  const of = (set: SetName): SegmentedBrain[] => brains.filter((brain) => brain.set === set);
  const known = covariate === undefined ? undefined : { name: covariate, ...covariateOfSets(covariate, of) };
  const isByCovariate = known?.sets.some(({ set, known: count }) => set !== 'training' && count > 0) ?? false;
  const regions: RegionFigures[] = [];
  for (const region of regionNames) {
    const random = createRandom(seed).fork(region);
    regions.push(await compareRegion(region, of, isByCovariate, { ...options, random }));
  }
  /** Brains that can be relied on in every region. */
  const whole = (set: SetName): BrainVolumes[] =>
    of(set)
      .filter(({ quality }) => quality >= reliableQuality)
      .map(({ volumes }) => volumes);
  const cloud = (set: SetName): Promise<CloudDistance> =>
    compareClouds(whole(set), whole('real'), { ...options, random: createRandom(seed).fork('clouds') });
  const clouds = {
    synthetic: await cloud('synthetic'),
    ...(of('training').length > 0 && { training: await cloud('training') }),
  };
  const sets = (['real', 'synthetic', 'training'] as const).filter((set) => of(set).length > 0);
  const reliable = sets.map((set) => ({ set, reliable: whole(set).length, of: of(set).length }));
  return { regions, clouds, ...(known && { covariate: known }), reliable, limit: reliableQuality };
}

async function compareRegion(
  region: RegionName,
  of: (set: SetName) => SegmentedBrain[],
  isByCovariate: boolean,
  options: Resampling,
): Promise<RegionFigures> {
  const reliedBrains = (set: SetName): SegmentedBrain[] =>
    of(set).filter(({ expectedDice }) => expectedDice[region] >= reliableQuality);
  const relied = (set: SetName): BrainVolumes[] => reliedBrains(set).map(({ volumes }) => volumes);
  const [real, synthetic, training] = (['real', 'synthetic', 'training'] as const).map((set) =>
    sizesOf(relied(set), region),
  );
  const [left, made] = [asymmetries(relied('real'), region), asymmetries(relied('synthetic'), region)];
  const means = { real: spreadOf(left)?.mean, synthetic: spreadOf(made)?.mean };
  return {
    region,
    ml: { real: spreadOf(real) ?? null, synthetic: spreadOf(synthetic) ?? null },
    size: await effectOf(synthetic, real, options),
    ...(of('training').length > 0 && { sizeOfTraining: await effectOf(training, real, options) }),
    ...(isByCovariate && {
      byCovariate: await compareByCovariate(region, reliedBrains, {
        ...options,
        random: options.random.fork('covariate'),
      }),
    }),
    ...(means.real !== undefined &&
      means.synthetic !== undefined && {
        asymmetry: {
          ...(await effectOf(made, left, options)),
          means: { real: means.real, synthetic: means.synthetic },
        },
      }),
  };
}

const asymmetries = (brains: readonly BrainVolumes[], region: RegionName): Adjusted[] =>
  brains.flatMap((volumes) => {
    const value = asymmetryOf(volumes, region);
    return value === undefined ? [] : [{ value, covariates: [] }];
  });

function spreadOf(set: readonly Adjusted[]): Spread | undefined {
  if (set.length === 0) return undefined;
  const { mean, variance } = momentsOf(set.map(({ value }) => value));
  return { mean, deviation: set.length < 2 ? 0 : Math.sqrt(variance) };
}
