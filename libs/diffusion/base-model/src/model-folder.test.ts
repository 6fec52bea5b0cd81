import { expect, it } from 'vitest';
import { baseModelFolder } from './base-model-folder.ts';
import { modelFolder } from './model-folder.ts';

it('is the base model by its name, any other as it is', async () => {
  expect(await modelFolder('base')).toBe(baseModelFolder());
  expect(await modelFolder('run/checkpoints/best')).toBe('run/checkpoints/best');
});
