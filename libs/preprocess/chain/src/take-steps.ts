import { blameOf, BraingenError, type ErrorCause } from '@braingen/volume';
import type { Head } from './head.ts';
import type { ChainSettings } from './settings.ts';
import type { Step, StepName } from './step.ts';

/** A way to stop a chain and ways to watch it. */
export interface TakeStepsOptions {
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the finished fraction of the whole chain, 0 to 1, and the step that is at work. */
  readonly onProgress?: ((fraction: number, step: StepName) => void) | undefined;
  /** Called, and waited for, after each step. */
  readonly onStep?: ((step: Step, head: Head) => void | Promise<void>) | undefined;
}

/** A step that could not be taken; what it threw is the `cause`. */
export class StepFailure extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/chain/StepFailure');
  override readonly name = 'StepFailure';
  readonly step: StepName;
  /** What the cause blames. */
  readonly blames: ErrorCause;

  constructor(step: StepName, cause: unknown, { warnings }: Head) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const named = message.startsWith(`${step}: `) ? message : `${step}: ${message}`;
    // What was suspicious before is often why.
    super(warnings.length > 0 ? `${named} (before: ${warnings.join('; ')})` : named, { cause });
    this.step = step;
    this.blames = blameOf(cause);
  }
}

/**
 * Takes a head through steps, one after the other.
 *
 * @throws StepFailure naming the step that refused the head
 */
export async function takeSteps(
  steps: readonly Step[],
  head: Head,
  settings: ChainSettings,
  { signal, onProgress, onStep }: TakeStepsOptions = {},
): Promise<Head> {
  let taken = head;
  for (const [index, step] of steps.entries()) {
    const report = (fraction: number): void => onProgress?.((index + fraction) / steps.length, step.name);
    signal?.throwIfAborted();
    report(0);
    try {
      taken = await step.apply(taken, settings, { signal, onProgress: report });
    } catch (error) {
      signal?.throwIfAborted();
      throw new StepFailure(step.name, error, taken);
    }
    await onStep?.(step, taken);
  }
  return taken;
}
