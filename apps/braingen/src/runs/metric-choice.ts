import { isMetric, metrics, metricsOn, type FeatureExtractor, type Metric } from '@braingen/metrics';
import { loadExtension } from '../plugins.ts';

/** Metrics that were chosen, once it is known on whose features. */
export type MetricChoice = (features: FeatureExtractor) => readonly Metric[];

/** Metrics by their names or by the paths of a user's own modules; the built-in ones where nothing is named. */
export async function chooseMetrics(names: readonly string[] = []): Promise<MetricChoice> {
  if (names.length === 0) return metricsOn;
  const chosen = await Promise.all(names.map((name) => loadExtension<Metric>('metric', name, metrics, isMetric)));
  return (features) => {
    const onFeatures = metricsOn(features);
    return chosen.map((metric) => onFeatures[metrics.indexOf(metric)] ?? metric);
  };
}
