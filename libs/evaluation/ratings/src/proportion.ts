/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
}

/** The 97.5 % quantile of the normal distribution. */
export const z95 = 1.959963984540054;

/** A share of independent trials with Wilson's score interval (Wilson 1927, JASA 22:209). */
export function proportion(hits: number, trials: number): Estimate {
  const share = hits / trials;
  const square = z95 ** 2 / trials;
  const centre = (share + square / 2) / (1 + square);
  const reach = (z95 * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials))) / (1 + square);
  return { value: share, interval: [Math.max(0, centre - reach), Math.min(1, centre + reach)] };
}
