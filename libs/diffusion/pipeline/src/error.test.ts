import { expect, test } from 'vitest';
import { PipelineError, quoted } from './error.ts';

test('an error is one line of its parts, which stay apart for programs', () => {
  const problem = {
    field: 'training.steps',
    source: 'run.yaml',
    expected: 'a number',
    found: '"many"',
    advice: 'count',
  };
  const error = new PipelineError('config', problem);
  expect(error.message).toBe('run.yaml: training.steps: expected a number, found "many"; count');
  expect(error).toMatchObject({ name: 'PipelineError', kind: 'config', ...problem });
  const { message } = new PipelineError('data', { field: 'a.nii', source: 'a.nii', expected: 'x', found: 'y' });
  expect(message).toBe('a.nii: expected x, found y');
});

test('a quote is no longer than a line', () => {
  expect(quoted({ a: 1 })).toBe('{"a":1}');
  expect(quoted(undefined)).toBe('undefined');
  expect(quoted(NaN)).toBe('NaN');
  expect(quoted('x'.repeat(1e6))).toHaveLength(83);
});
