import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createConfig } from '../config/run-config.ts';
import { formatConfig } from '../config/yaml.ts';
import { isRunFolder, isUnreportedRun } from './is-run-folder.ts';

async function isRunWith(files: Readonly<Record<string, string>>): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'braingen-is-run-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return isRunFolder(Object.keys(files), root);
}

const configuration = formatConfig(createConfig({ seed: 3 }));

test('a report, or a part of one, is not to be overwritten', async () => {
  const root = await mkdtemp(join(tmpdir(), 'braingen-is-run-'));
  await writeFile(join(root, 'config.yaml'), configuration);
  expect(await isUnreportedRun(['config.yaml'], root)).toBe(true);
  expect(await isUnreportedRun(['config.yaml', 'figures.csv'], root)).toBe(false);
});

test.each([
  ['a checkpoint', { 'checkpoints/step-00000002/checkpoint.json': '{}' }],
  ['preprocessed heads', { 'preprocessed/dataset_description.json': '{"GeneratedBy":[{"Name":"braingen"}]}' }],
  ['phantoms', { 'phantoms/dataset_description.json': '{"GeneratedBy":[{"Name":"@braingen/phantom"}]}' }],
  ['a configuration that a training wrote', { 'config.yaml': configuration }],
])('%s makes a run folder', async (_, files) => {
  expect(await isRunWith(files)).toBe(true);
});

test.each([
  ["a user's own configuration", { 'config.yaml': `# mine\n${configuration}` }],
  ["another program's configuration", { 'config.yaml': 'lr: 0.1\n' }],
  ["another program's checkpoints", { 'checkpoints/step-1000/model.bin': '', 'checkpoints/last.ckpt': '' }],
  [
    "another program's derivative",
    { 'preprocessed/dataset_description.json': '{"GeneratedBy":[{"Name":"fMRIPrep"}]}' },
  ],
  ['nothing of a run', { 'notes.txt': '' }],
])('%s does not', async (_, files) => {
  expect(await isRunWith(files)).toBe(false);
});
