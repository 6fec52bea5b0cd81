import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { load } from './load.ts';

const example = fileURLToPath(new URL('../../examples/monai.pth', import.meta.url));
const settings = { model: { numHeadChannels: 2, normNumGroups: 2 }, data: { shape: [8, 8, 8] } };

it('samples from a .pth of MONAI, the one that the package comes with', async () => {
  const model = await load(example, { settings });
  expect(model.description).toMatchObject({ model: { channels: [2, 4], attentionLevels: [false, true] } });
  const [{ volume }] = await model.sample({ seed: 1, steps: 2 });
  model.dispose();
  expect(volume.shape).toEqual([8, 8, 8]);
  expect(volume.voxels.every(Number.isFinite)).toBe(true);
});

it('is the file whose outputs are compared with those of MONAI', () => {
  const path = new URL('../../../../../test-fixtures/reference/unet3d/checkpoints.json', import.meta.url);
  const { monai } = JSON.parse(readFileSync(path, 'utf8')) as { monai: { file: string } };
  expect(readFileSync(example).equals(gunzipSync(Buffer.from(monai.file, 'base64')))).toBe(true);
});
