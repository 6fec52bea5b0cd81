/** What every long computation accepts: a way to abort it and a way to watch its progress. */
export interface ProgressOptions {
  /** Aborting rejects the computation's promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the finished fraction, 0 to 1, never decreasing. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}
