import { availableParallelism } from 'node:os';
import type { Benchmark, PreparedBenchmark } from './benchmark.ts';

export interface MeasureOptions {
  /** CPU threads. @default all */
  readonly threads?: number | undefined;
  /** Runs go on until they have taken as many seconds together, three at least, 25 at most. @default 10 */
  readonly seconds?: number | undefined;
}

export interface Measurement {
  readonly name: string;
  /** Median of a run's wall time. */
  readonly seconds: number;
  readonly runs: number;
  readonly threads: number;
  readonly engine: string;
  readonly work: PreparedBenchmark['work'];
}

const [fewestRuns, mostRuns] = [3, 25];

/** One run to warm up, then as many as fit the time. */
export async function measure(benchmark: Benchmark, options: MeasureOptions = {}): Promise<Measurement> {
  const { threads = availableParallelism(), seconds: budget = 10 } = options;
  const { engine, work, run } = await benchmark.prepare({ threads });
  await run();
  const seconds: number[] = [];
  for (let spent = 0; seconds.length < fewestRuns || (spent < budget && seconds.length < mostRuns); ) {
    const started = performance.now();
    await run();
    const took = (performance.now() - started) / 1000;
    seconds.push(took);
    spent += took;
  }
  const median = seconds.sort((a, b) => a - b)[Math.floor(seconds.length / 2)];
  return { name: benchmark.name, seconds: median, runs: seconds.length, threads, engine, work };
}

/** One line for people, as in "conv3d  0.412 s  163.0 GFLOP/s  (median of 25; native (avx512))". */
export function describeMeasurement({ name, seconds, runs, engine, work }: Measurement): string {
  const speed =
    'flop' in work
      ? `${(work.flop / seconds / 1e9).toFixed(1)} GFLOP/s`
      : `${(work.voxels / seconds / 1e6).toFixed(2)} million voxels/s`;
  return `${name.padEnd(12)} ${seconds.toPrecision(3).padStart(8)} s  ${speed}  (median of ${runs}; ${engine})`;
}
