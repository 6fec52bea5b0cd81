type Points = readonly (readonly [step: number, value: number])[];

export interface Bin {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A long curve in at most `most` bins of equally many points: thousands of noisy steps become a mean and a range that
 * can be drawn and read. Points that are not finite are left out.
 */
export function binsOf(points: Points, most: number): Bin[] {
  const finite = points.filter(([step, value]) => Number.isFinite(step) && Number.isFinite(value));
  const size = Math.max(1, Math.ceil(finite.length / most));
  const bins: Bin[] = [];
  for (let start = 0; start < finite.length; start += size) {
    const members = finite.slice(start, start + size);
    const values = members.map(([, value]) => value);
    bins.push({
      step: members.reduce((sum, [step]) => sum + step, 0) / members.length,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      low: Math.min(...values),
      high: Math.max(...values),
    });
  }
  return bins;
}

/** Means over `reach` bins to either side, fewer near the ends, so that the curve neither lags nor is cut short. */
export function smoothed(bins: readonly Bin[], reach: number): number[] {
  return bins.map((_, i) => {
    const near = Math.min(reach, i, bins.length - 1 - i);
    const members = bins.slice(i - near, i + near + 1);
    return members.reduce((sum, { mean }) => sum + mean, 0) / members.length;
  });
}
