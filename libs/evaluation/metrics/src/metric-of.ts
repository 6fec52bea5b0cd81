import type { Metric } from './metric.ts';

/** Whether a value, such as a module's default export, is a metric. */
export function isMetric(value: unknown): value is Metric {
  const candidate = value as Partial<Metric> | undefined;
  return typeof candidate?.name === 'string' && candidate.name !== '' && typeof candidate.evaluate === 'function';
}

/**
 * The metric that a module from outside exports as its default.
 *
 * @param module what `import()` gave
 * @param where the module's name, for the error
 * @throws TypeError if there is none
 */
export function metricOf(module: unknown, where: string): Metric {
  const candidate = (module as { default?: unknown } | undefined)?.default;
  if (isMetric(candidate)) return candidate;
  const found = candidate === undefined ? 'no default export' : `a default export of type ${typeof candidate}`;
  throw new TypeError(
    `${where}: expected its default export to be a Metric { name, evaluate(real, synthetic, options) }, found ${found}`,
  );
}
