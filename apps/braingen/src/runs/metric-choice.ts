import { isMetric, metrics, type Metric } from '@braingen/metrics';
import { loadExtension } from '../plugins.ts';

/** Metrics by their names or by the paths of a user's own modules; the built-in ones where nothing is named. */
export async function chooseMetrics(names: readonly string[] = []): Promise<readonly Metric[]> {
  if (names.length === 0) return metrics;
  return Promise.all(names.map((name) => loadExtension<Metric>('metric', name, metrics, isMetric)));
}
