import type { Metric } from './metric.ts';

/**
 * The metric that a module from outside exports as its default.
 *
 * @param module what `import()` gave
 * @param where the module's name, for the error
 * @throws TypeError if there is none
 */
export function metricOf(module: unknown, where: string): Metric {
  const candidate = (module as { default?: Partial<Metric> } | undefined)?.default;
  if (typeof candidate?.name === 'string' && candidate.name !== '' && typeof candidate.evaluate === 'function') {
    return candidate as Metric;
  }
  const found = candidate === undefined ? 'no default export' : `a default export of type ${typeof candidate}`;
  throw new TypeError(
    `${where}: expected its default export to be a Metric { name, evaluate(real, synthetic, options) }, found ${found}`,
  );
}
