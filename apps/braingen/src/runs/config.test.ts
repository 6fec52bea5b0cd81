import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkConfig, formatConfig, readConfig } from './config.ts';
import { chooseScheduler } from './scheduler-choice.ts';

test('nothing given is a complete configuration that comes back from its own YAML', () => {
  const config = checkConfig(undefined, 'defaults');
  expect(config.schedule).toMatchObject({ kind: 'scaled_linear', steps: 1000 });
  expect(checkConfig(parse(formatConfig(config)), 'again')).toEqual(config);
});

test('an error names the file, the field, what was expected and what was found', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'braingen-config-')), 'run.yaml');
  await writeFile(path, 'training:\n  steps: many\n');
  await expect(readConfig(path)).rejects.toThrow(/run\.yaml: training\.steps: .*expected number.*found "many"/);
});

test('a misspelt field is an error, not a silent default', () => {
  expect(() => checkConfig({ training: { learning_rate: 1e-3 } }, 'run.yaml')).toThrow(/learning_rate/);
});

test("the published method's configuration is complete and right", async () => {
  const config = await readConfig(fileURLToPath(new URL('../../configs/paper.yaml', import.meta.url)));
  expect(config.model).toEqual({
    channels: [128, 128, 256],
    numResBlocks: 2,
    attentionLevels: [false, false, true],
    numHeadChannels: 256,
    normNumGroups: 32,
  });
  expect(config.data.shape).toEqual([84, 128, 84]);
});

test('what no scheduler could sample from is refused before anything is trained', () => {
  const check = (schedule: unknown) => () => checkConfig({ schedule }, 'run.yaml');
  expect(check({ predictionType: 'epsilon' })).toThrow(/predictionType: expected sample, v or flow .*found "epsilon"/);
  expect(check({ kind: 'flow', zeroTerminalSnr: false, predictionType: 'epsilon' })).toThrow(/found "epsilon"/);
  expect(check({ predictionType: 'epsilon', zeroTerminalSnr: false })).not.toThrow();
  expect(check({ kind: 'flow', predictionType: 'flow', timestepShift: 2.5 })).not.toThrow();
  expect(check({ timestepShift: 2.5 })).toThrow(/timestepShift: expected 1 unless kind is flow.*found 2.5/);
});

test('sampling takes what belongs to its scheduler', async () => {
  const { sampling } = checkConfig({ sampling: { eta: 0.5, thresholding: { maximum: 2 } } }, 'run.yaml');
  expect(sampling).toMatchObject({ eta: 0.5, thresholding: { percentile: 99.5, maximum: 2 } });
  expect(() => checkConfig({ sampling: { thresholding: { percentile: 101 } } }, 'run.yaml')).toThrow(/percentile/);
  expect((await chooseScheduler('ddim', sampling)).inverse).toBeUndefined(); // eta 0.5 has no way back
  expect((await chooseScheduler('ddpm', { variance: 'fixed_large' })).name).toBe('ddpm');
  expect(() => chooseScheduler('unipc', sampling)).toThrow('sampling.eta: expected with scheduler ddim alone');
});
