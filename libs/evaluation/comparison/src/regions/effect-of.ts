import { effectSize, type Adjusted } from '@braingen/anatomy';
import { confidenceInterval } from '@braingen/metrics';
import type { Random } from '@braingen/volume';
import { fewestBrains, type Effect } from './region-comparison.ts';

/** How intervals are found. */
export interface Resampling {
  readonly resamples: number;
  readonly confidence: number;
  readonly random: Random;
}

/** Cohen's d of one set over the real brains, with its interval. */
export async function effectOf(
  of: readonly Adjusted[],
  real: readonly Adjusted[],
  options: Resampling,
): Promise<Effect> {
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
