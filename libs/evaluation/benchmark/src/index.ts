export type { Benchmark, PreparedBenchmark } from './benchmark.ts';
export { benchmarks } from './benchmarks.ts';
export { describeMeasurement, measure, type Measurement, type MeasureOptions } from './measure.ts';
