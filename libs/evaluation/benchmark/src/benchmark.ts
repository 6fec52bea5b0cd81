/** Something whose speed is worth knowing. */
export interface Benchmark {
  readonly name: string;
  /** Makes the inputs, outside the time that counts. */
  prepare(options: { readonly threads: number }): Promise<PreparedBenchmark>;
}

export interface PreparedBenchmark {
  /** What computes, as in "native (avx512)". */
  readonly engine: string;
  /** How much one run does: floating-point operations of the plain algorithm, or voxels. */
  readonly work: { readonly flop: number } | { readonly voxels: number };
  run(): Promise<void>;
}
