import type { Metric, MetricOptions, MetricResult } from '@braingen/metrics';
import type { Baseline } from '@braingen/report';
import type { Volume } from '@braingen/volume';

/** A set that is measured as the synthetic one is: training scans, samples of a linear Gaussian model. */
export interface SetBeside {
  readonly name: string;
  readonly volumes: readonly Volume[];
}

/** A metric's result with the same figure of other sets against the same reference, at as many volumes at most. */
export interface MeasuredBeside extends MetricResult {
  readonly baselines: readonly Baseline[];
}

export const linearGaussian = 'linear Gaussian';

export async function measureBeside(
  metric: Metric,
  reference: readonly Volume[],
  synthetic: readonly Volume[],
  sets: readonly SetBeside[],
  options: MetricOptions,
): Promise<MeasuredBeside> {
  const result = await metric.evaluate(reference, synthetic, options);
  const baselines: Baseline[] = [];
  for (const { name, volumes } of sets) {
    const some = volumes.slice(0, synthetic.length);
    if (some.length < 2) continue;
    const { value, interval } = await metric.evaluate(reference, some, { ...options, onProgress: undefined });
    baselines.push({ name: some.length === synthetic.length ? name : `${name} (${some.length})`, value, interval });
  }
  return { ...result, baselines };
}

/**
 * Where the model is no better than a mean and a covariance, in words. Figures that are worse by less than the model's interval are
 * named together, as too close to tell.
 */
export function findings(results: readonly MeasuredBeside[]): string[] {
  const worse = results.flatMap(({ name, value, interval, better, baseline, baselines }) => {
    const gaussian = baselines.find((one) => one.name.startsWith(linearGaussian))?.value;
    if (gaussian === undefined || !better) return [];
    const goal = better === 'baseline' ? baseline?.value : undefined;
    const badness = (figure: number) =>
      goal === undefined ? (better === 'higher' ? -figure : figure) : Math.abs(figure - goal);
    if (better === 'baseline' && goal === undefined) return [];
    if (badness(value) < badness(gaussian)) return [];
    const isClose = interval !== null && interval[0] <= gaussian && gaussian <= interval[1];
    return [{ name, isClose, figures: `${value.toPrecision(3)}, ${gaussian.toPrecision(3)}` }];
  });
  const close = worse.filter(({ isClose }) => isClose);
  return [
    ...worse
      .filter(({ isClose }) => !isClose)
      .map(
        ({ name, figures }) =>
          `${name}: the model does not beat the linear Gaussian model, which is a mean and a covariance (${figures}).`,
      ),
    ...(close.length > 0
      ? [
          `Not better than the linear Gaussian model, which is a mean and a covariance, but too close to tell with so few volumes: ${close.map(({ name, figures }) => `${name} (${figures})`).join(', ')}.`,
        ]
      : []),
  ];
}
