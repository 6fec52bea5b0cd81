import { PipelineError } from '../error.ts';

/** What another library cannot hold of a model. */
export const noCounterpart = (field: string, expected: string, found: string): PipelineError =>
  new PipelineError('checkpoint', { field, expected, found, advice: 'braingen convert to .safetensors takes any' });
