import type { RunConfig } from '../config/run-config.ts';
import { PipelineError, quoted } from '../error.ts';

/** Settings of a training that may change on its way: they do not decide the weights, or no more than their last bits. */
const free: readonly (keyof RunConfig['training'])[] = [
  'steps',
  'gradientCheckpointing',
  'microBatchSize',
  'validateEvery',
  'checkpointEvery',
  'checkpointsKept',
  'patience',
  'pictures',
];

/** What of a configuration decides the weights. */
function deciding({ sampling: _, evaluation: __, training, ...rest }: RunConfig): Record<string, unknown> {
  const decisive = Object.entries(training).filter(([name]) => !free.some((each) => each === name));
  return { ...rest, training: Object.fromEntries(decisive) };
}

/**
 * Makes sure that a training can go on by a configuration.
 *
 * @param before the one that it was started by
 * @param step where it stands
 * @throws PipelineError of kind 'run' naming the first field that decides the weights and differs
 */
export function checkSameTraining(before: RunConfig, config: RunConfig, step: number, source: string): void {
  const difference = firstDifference(deciding(before), deciding(config));
  if (difference)
    throw new PipelineError('run', {
      source,
      field: difference.field,
      expected: `${quoted(difference.before)}, with which the run was started`,
      found: quoted(difference.after),
      advice: 'another folder takes another run',
    });
  if (config.training.steps < step)
    throw new PipelineError('run', {
      source,
      field: 'training.steps',
      expected: `at least ${step}, which the run has taken`,
      found: String(config.training.steps),
    });
}

interface Difference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

function firstDifference(before: unknown, after: unknown, path: readonly string[] = []): Difference | undefined {
  if (isFields(before) && isFields(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const found = firstDifference(before[name], after[name], [...path, name]);
      if (found) return found;
    }
    return undefined;
  }
  return JSON.stringify(before) === JSON.stringify(after) ? undefined : { field: path.join('.'), before, after };
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
