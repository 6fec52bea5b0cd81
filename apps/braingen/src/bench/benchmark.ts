/** Something whose speed is worth knowing. */
export interface Benchmark {
  readonly name: string;
  /** Makes the inputs, outside the time that counts. */
  prepare(options: { threads: number }): Promise<PreparedBenchmark>;
}

export interface PreparedBenchmark {
  /** What computes, as in "native (avx512)". */
  readonly engine: string;
  /** How much one run does: floating-point operations of the plain algorithm, or voxels. */
  readonly work: { readonly flop: number } | { readonly voxels: number };
  run(): Promise<void>;
}

export interface Measurement {
  readonly name: string;
  /** Median. */
  readonly seconds: number;
  readonly runs: number;
  readonly threads: number;
  readonly engine: string;
  readonly work: PreparedBenchmark['work'];
}

/** One run to warm up, then as many as fit the time, at least three. */
export async function measure(benchmark: Benchmark, threads: number, budgetSeconds = 10): Promise<Measurement> {
  const { engine, work, run } = await benchmark.prepare({ threads });
  await run();
  const seconds: number[] = [];
  for (let spent = 0; seconds.length < 3 || (spent < budgetSeconds && seconds.length < 25); ) {
    const started = performance.now();
    await run();
    const took = (performance.now() - started) / 1000;
    seconds.push(took);
    spent += took;
  }
  const median = seconds.sort((a, b) => a - b)[Math.floor(seconds.length / 2)];
  return { name: benchmark.name, seconds: median, runs: seconds.length, threads, engine, work };
}
