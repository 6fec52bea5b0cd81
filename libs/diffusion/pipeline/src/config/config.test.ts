import { expect, test } from 'vitest';
import { PipelineError } from '../error.ts';
import { createConfig } from './run-config.ts';
import { formatConfig, parseConfig } from './yaml.ts';

test('nothing given is a complete configuration that comes back from its own YAML', () => {
  const config = createConfig();
  expect(config.schedule).toMatchObject({ kind: 'scaled_linear', steps: 1000 });
  expect(config.model.kind).toBe('unet');
  expect(parseConfig(formatConfig(config), 'again')).toEqual(config);
});

test.each([
  ['training: { steps: many }', 'training.steps: expected a number, found "many"'],
  ['training: { steps: 0 }', 'training.steps: expected at least 1, found 0'],
  ['training: { learning_rate: 1e-3 }', 'training.learning_rate: expected a known field, found 0.001'],
  [
    'schedule: { kind: linea }',
    'schedule.kind: expected linear or scaled_linear or sigmoid or cosine or flow, found "linea"',
  ],
  ['data: { shape: [8, 8] }', 'data.shape: expected'],
  ['model: { kind: gan }', 'model.kind: expected unet or cascade, found "gan"'],
  ['model: { chanels: [8] }', 'model.chanels: expected a known field, found [8]'],
  ['model: { channels: [] }', 'model.channels: expected at least 1 entries, found []'],
  ['model: 3', 'model: expected fields, found 3'],
  ['condition: {}', 'condition: expected covariates or classes, found {}'],
  [
    'sampling: { thresholding: { percentile: 101 } }',
    'sampling.thresholding.percentile: expected at most 100, found 101',
  ],
  ['3', 'top level: expected fields, found 3'],
])('%s is refused with the file, the field, what was expected and what was found', (text, message) => {
  expect(() => parseConfig(text, 'run.yaml')).toThrow(PipelineError);
  expect(() => parseConfig(text, 'run.yaml')).toThrow(`run.yaml: ${message}`);
});

test.each([
  ['of seven thousand letters', 'a'.repeat(7000), `config.yaml: data.${'a'.repeat(79)}...: expected a known field`],
  ['of two lines', '"a\\nb"', 'config.yaml: data.a\\nb: expected a known field'],
])('a field with a name %s is refused in a line', (_, name, message) => {
  expect(() => parseConfig(`data: { ? ${name} : 1 }`, 'config.yaml')).toThrow(message);
});

test('what no scheduler could sample from is refused before anything is trained', () => {
  const checking = (schedule: unknown) => () => createConfig({ schedule }, 'run.yaml');
  expect(checking({ predictionType: 'epsilon' })).toThrow(
    /predictionType: expected sample, v or flow .*found "epsilon"/,
  );
  expect(checking({ kind: 'flow', zeroTerminalSnr: false, predictionType: 'epsilon' })).toThrow(/found "epsilon"/);
  expect(checking({ predictionType: 'epsilon', zeroTerminalSnr: false })).not.toThrow();
  expect(checking({ kind: 'flow', predictionType: 'flow', timestepShift: 2.5 })).not.toThrow();
  expect(checking({ timestepShift: 2.5 })).toThrow(/timestepShift: expected 1 unless kind is flow.*found 2.5/);
});

test.each([
  ['a key twice', 'seed: 1\nseed: 2\n'],
  ['a tab as indentation', 'data:\n\tvalidation: 0\n'],
  ['an unfinished list', 'data: { shape: [8, 8\n'],
  ['anchors that multiply', bomb()],
  ['an alias of nothing, two thousand letters long', `seed: *${'a'.repeat(2000)}\n`],
])('YAML that is none names the file: %s', (_, text) => {
  expect(() => parseConfig(text, 'broken.yaml')).toThrow(/^broken\.yaml: expected YAML, found .{1,160}$/);
});

/** Ten levels of lists of ten aliases: 10^10 entries in 500 bytes. */
function bomb(): string {
  const levels = Array.from({ length: 10 }, (_, i) => {
    const entries = Array.from({ length: 10 }, () => (i === 0 ? 'x' : `*a${i - 1}`));
    return `a${i}: &a${i} [${entries.join(', ')}]`;
  });
  return levels.join('\n');
}

test('YAML that would fill the memory or take minutes is refused', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `k${i}: &a${i} {}`).join('\n');
  expect(() => parseConfig(many, 'many.yaml')).toThrow(
    /^many\.yaml: expected YAML of at most 20000 characters, found 1\d+$/,
  );
  expect(() => parseConfig('seed: &a [1, *a]', 'self.yaml')).toThrow(
    'self.yaml: expected values, found an alias within what it stands for',
  );
});
