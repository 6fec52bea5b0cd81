import {
  asymmetryOf,
  effectSize,
  momentsOf,
  regionNames,
  reliableQuality,
  sizesOf,
  type Adjusted,
  type BrainVolumes,
  type RegionName,
} from '@braingen/anatomy';
import { confidenceInterval } from '@braingen/metrics';
import { createRandom, type Random } from '@braingen/volume';
import { compareClouds } from './compare-clouds.ts';
import {
  fewestBrains,
  type CloudDistance,
  type Effect,
  type RegionComparison,
  type RegionFigures,
  type Spread,
} from './region-comparison.ts';
import type { SegmentedBrain, SetName } from './segment-sets.ts';

export interface CompareRegionsOptions {
  readonly seed: number;
  readonly resamples: number;
  readonly confidence: number;
}

/**
 * Compares regions of synthetic brains with those of real ones, each over the brains in which it can be relied on (Wu et al. 2024,
 * arXiv 2409.08463, leave out what fails).
 */
export async function compareRegions(
  brains: readonly SegmentedBrain[],
  { seed, ...options }: CompareRegionsOptions,
): Promise<RegionComparison> {
  const of = (set: SetName): SegmentedBrain[] => brains.filter((brain) => brain.set === set);
  const regions: RegionFigures[] = [];
  for (const region of regionNames)
    regions.push(await compareRegion(region, of, { ...options, random: createRandom(seed).fork(region) }));
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
  return { regions, clouds, reliable, limit: reliableQuality };
}

interface Resampling extends Omit<CompareRegionsOptions, 'seed'> {
  readonly random: Random;
}

async function compareRegion(
  region: RegionName,
  of: (set: SetName) => SegmentedBrain[],
  options: Resampling,
): Promise<RegionFigures> {
  const relied = (set: SetName): BrainVolumes[] =>
    of(set)
      .filter(({ expectedDice }) => expectedDice[region] >= reliableQuality)
      .map(({ volumes }) => volumes);
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
    return value === undefined ? [] : [{ value, covariate: 0 }];
  });

async function effectOf(of: readonly Adjusted[], real: readonly Adjusted[], options: Resampling): Promise<Effect> {
  const n = { real: real.length, of: of.length };
  const d = Math.min(n.real, n.of) < fewestBrains ? NaN : effectSize(of, real);
  if (!Number.isFinite(d)) return { d: null, interval: null, n };
  const counted = (set: readonly Adjusted[], counts: Float64Array): Adjusted[] => set.filter((_, i) => counts[i] > 0);
  const interval = await confidenceInterval(
    (cx, cy) => effectSize(counted(of, cx), counted(real, cy)),
    [n.of, n.real],
    options,
  );
  // Brains that are alike but for one have no spread without it.
  return { d, interval: interval?.every(Number.isFinite) ? interval : null, n };
}

function spreadOf(set: readonly Adjusted[]): Spread | undefined {
  if (set.length === 0) return undefined;
  const { mean, variance } = momentsOf(set.map(({ value }) => value));
  return { mean, deviation: set.length < 2 ? 0 : Math.sqrt(variance) };
}
