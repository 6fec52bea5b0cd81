import { startEngine } from '@braingen/engine';
import { describe, expect, it } from 'vitest';
import { metricContract } from './contract.ts';
import { metricOf } from './metric-of.ts';
import type { Metric } from './metric.ts';
import { metrics } from './registry.ts';

await startEngine({ name: 'embedded' });

for (const metric of metrics) metricContract(metric, { describe, it, expect });

describe('metrics', () => {
  it('have names of their own', () => {
    expect(new Set(metrics.map((metric) => metric.name)).size).toBe(metrics.length);
  });
});

describe('metricOf', () => {
  const mine: Metric = { name: 'mine', evaluate: () => Promise.reject(new Error('not called')) };

  it('takes the default export', () => {
    expect(metricOf({ default: mine }, './mine.ts')).toBe(mine);
  });

  it.each([
    [{}, 'no default export'],
    [{ default: () => mine }, 'a default export of type function'],
    [{ default: { name: 'mine' } }, 'a default export of type object'],
  ])('says what it found instead: %o', (module, found) => {
    expect(() => metricOf(module, './mine.ts')).toThrow(`./mine.ts: expected its default export to be a Metric`);
    expect(() => metricOf(module, './mine.ts')).toThrow(found);
  });
});
