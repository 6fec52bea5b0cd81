import { z95, type Estimate } from './proportion.ts';

/** A receiver operating characteristic: for each threshold the shares called synthetic among the synthetic and among the real. */
export interface Roc extends Estimate {
  readonly curve: readonly { readonly threshold: number; readonly hits: number; readonly falseAlarms: number }[];
}

/**
 * How well scores tell the synthetic from the real: area under the curve with the interval of DeLong et al. 1988, Biometrics
 * 44:837; 0.5 by chance.
 *
 * @param synthetic scores of synthetic volumes, higher where they look more so
 * @param real scores of real volumes
 * @returns undefined where either has none
 */
export function roc(synthetic: readonly number[], real: readonly number[]): Roc | undefined {
  if (synthetic.length === 0 || real.length === 0) return undefined;
  const wins = (high: number, low: number): number => Number(high > low) + Number(high === low) / 2;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const placed = synthetic.map((score) => mean(real.map((other) => wins(score, other))));
  const others = real.map((score) => mean(synthetic.map((other) => wins(other, score))));
  const value = mean(placed);
  const spread = (values: readonly number[]): number =>
    values.length < 2
      ? NaN
      : values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (values.length - 1) / values.length;
  const variance = spread(placed) + spread(others);
  const reach = Number.isNaN(variance) ? 1 : z95 * Math.sqrt(variance);
  const above = (scores: readonly number[], threshold: number): number =>
    scores.filter((score) => score >= threshold).length / scores.length;
  const thresholds = [...new Set([...synthetic, ...real])].sort((a, b) => b - a);
  return {
    value,
    interval: [Math.max(0, value - reach), Math.min(1, value + reach)],
    curve: thresholds.map((threshold) => ({
      threshold,
      hits: above(synthetic, threshold),
      falseAlarms: above(real, threshold),
    })),
  };
}
