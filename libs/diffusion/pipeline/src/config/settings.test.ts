import { expect, test } from 'vitest';
import { createConfig } from './run-config.ts';
import { withSettings } from './settings.ts';

test('settings change fields, whether they were there or not, and nothing else', () => {
  const fields = { seed: 3, training: { steps: 10, batchSize: 2 }, model: null };
  const changed = withSettings(fields, ['training.steps=2000', 'data.shape=[8, 8, 8]', 'model.kind=unet', 'seed=4']);
  expect(changed).toEqual({
    ...{ seed: 4, training: { steps: 2000, batchSize: 2 } },
    ...{ data: { shape: [8, 8, 8] }, model: { kind: 'unet' } },
  });
  expect(fields.training.steps).toBe(10);
  expect(createConfig(changed).data.shape).toEqual([8, 8, 8]);
  expect(withSettings(undefined, ['training.patience=3'])).toEqual({ training: { patience: 3 } });
});

test.each([
  ['training.steps', 'expected a field and its value, such as training.steps=2000, found "training.steps"'],
  ['=3', 'expected a field and its value'],
  ['a..b=3', 'expected a field and its value'],
  ['__proto__.steps=3', 'expected a field and its value'],
  ['data.shape.x=3', 'data.shape.x: expected fields before .x, found [8,8,8]'],
  ['seed=[1, 2', 'seed: expected YAML, found'],
])('%s is refused', (setting, message) => {
  expect(() => withSettings({ data: { shape: [8, 8, 8] } }, [setting])).toThrow(message);
});

test('inherited names are no fields', () => {
  const changed = withSettings({}, ['constructor.name=x']);
  expect(Object.keys(changed as object)).toEqual(['constructor']);
  expect(() => createConfig(changed)).toThrow('constructor: expected a known field');
});
