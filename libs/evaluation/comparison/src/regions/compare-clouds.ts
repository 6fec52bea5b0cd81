import { momentsOf, regionNames, sizesOf, type BrainVolumes, type RegionName } from '@braingen/anatomy';
import { confidenceInterval, once, wassersteinDistance } from '@braingen/metrics';
import type { Random } from '@braingen/volume';
import { fewestBrains, type CloudDistance } from './region-comparison.ts';

/**
 * How far a set of brains lies from the real ones as a whole: each brain is a point whose coordinates are its regions' shares of the
 * head, in standard deviations of the real brains, and the distance is that of optimal transport (Wasserstein-2), a region's mean
 * square. Unlike effect sizes one by one it sees how regions go together and how they vary. It is above 0 between two sets of the same
 * people too, the more so the smaller they are.
 */
export async function compareClouds(
  of: readonly BrainVolumes[],
  real: readonly BrainVolumes[],
  options: { readonly resamples: number; readonly confidence: number; readonly random: Random },
): Promise<CloudDistance> {
  const n = { real: real.length, of: of.length };
  const nothing = { distance: null, interval: null, n };
  if (Math.min(n.real, n.of) < fewestBrains) return nothing;
  const [points, others] = [of, real].map((brains) => regionNames.map((region) => shares(brains, region)));
  const deviations = others.map((values) => Math.sqrt(momentsOf(values).variance));
  if (!deviations.every((deviation) => deviation > 0)) return nothing;
  const squares = new Float64Array(n.of * n.real);
  regionNames.forEach((_, k) => {
    for (let i = 0; i < n.of; i++)
      for (let j = 0; j < n.real; j++)
        squares[i * n.real + j] += ((points[k][i] - others[k][j]) / deviations[k]) ** 2 / regionNames.length;
  });
  const distance = wassersteinDistance(squares, once(n.of), once(n.real));
  const interval = await confidenceInterval((a, b) => wassersteinDistance(squares, a, b), [n.of, n.real], options);
  return { distance, interval: interval && [Math.max(0, interval[0]), interval[1]], n };
}

const shares = (brains: readonly BrainVolumes[], region: RegionName): number[] =>
  sizesOf(brains, region).map(({ value, covariates: [head] }) => value / head);
