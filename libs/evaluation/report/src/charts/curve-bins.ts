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

/** Exponential moving average of the bins' means, without lag at the start (Adam's bias correction). */
export function smoothed(bins: readonly Bin[], decay: number): number[] {
  let sum = 0;
  let weight = 0;
  return bins.map(({ mean }) => {
    sum = decay * sum + (1 - decay) * mean;
    weight = decay * weight + (1 - decay);
    return sum / weight;
  });
}
