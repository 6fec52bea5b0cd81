/** What every long computation accepts: a way to stop it and a way to watch it. */
export interface StepOptions {
  /** Aborting rejects the step's promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the finished fraction, 0 to 1, never decreasing. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}
