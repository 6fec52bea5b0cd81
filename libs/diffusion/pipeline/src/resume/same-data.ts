import { describeGrid, sameGrid } from '@braingen/volume';
import type { Dataset } from '../data/dataset.ts';
import type { CheckpointDescription } from '../description.ts';
import { PipelineError, quoted } from '../error.ts';

/** Volumes that are named in an error. */
const mostNames = 5;

/**
 * Makes sure that a training goes on with the data that it was started with.
 *
 * @throws PipelineError of kind 'run' naming the volumes, or the range, grid or condition that differ
 */
export function checkSameData(description: CheckpointDescription, data: Dataset, source: string): void {
  const { training, intensityRange, grid, conditioning } = description;
  checkNames('volumes to train on', training?.subjects, data.training, source);
  checkNames('volumes held out', training?.heldOut, data.validation, source);
  if (!sameGrid(grid, data.grid)) throw refusal(source, 'grid', describeGrid(grid), describeGrid(data.grid));
  const [low, high] = intensityRange;
  const tolerance = 1e-5 * (high - low);
  if (intensityRange.some((end, i) => Math.abs(end - data.intensityRange[i]) > tolerance))
    throw refusal(source, 'intensity range', intensityRange.join(' to '), data.intensityRange.join(' to '));
  if (JSON.stringify(conditioning) !== JSON.stringify(data.conditioning))
    throw refusal(source, 'condition', quoted(conditioning), quoted(data.conditioning));
}

function checkNames(
  field: string,
  before: readonly string[] | undefined,
  volumes: Dataset['training'],
  source: string,
): void {
  if (!before) return;
  const now = volumes.map(({ name }) => name);
  const missing = before.filter((name) => !now.includes(name));
  const added = now.filter((name) => !before.includes(name));
  if (missing.length + added.length === 0) return;
  throw refusal(
    source,
    field,
    `the ${before.length} of the run`,
    [listed('without', missing), listed('with', added)].filter(Boolean).join(', '),
  );
}

function listed(word: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, mostNames).join(', ');
  return `${word} ${shown}${names.length > mostNames ? ` and ${names.length - mostNames} more` : ''}`;
}

const refusal = (source: string, field: string, expected: string, found: string): PipelineError =>
  new PipelineError('run', { source, field, expected, found, advice: 'another folder takes another run' });
