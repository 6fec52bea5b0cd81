import { createSchedule, type ScheduleSettings } from '@braingen/scheduler';
import { parameterShapes, readSafetensors } from '@braingen/unet3d';
import { elementCount, identityAffine } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import type { UNetDescription } from '../kinds/unet/unet-description.ts';
import { diffusersFolder } from './diffusers-folder.ts';
import type { ModelToExport } from './model-to-export.ts';
import { monaiBundle } from './monai-bundle.ts';

const plain: UNetDescription = {
  kind: 'unet',
  step: 9,
  model: { channels: [4, 8], numResBlocks: 1, normNumGroups: 2 },
  schedule: { kind: 'scaled_linear', steps: 100, betaStart: 0.001, betaEnd: 0.02 },
  predictionType: 'epsilon',
  seed: 1,
  intensityRange: [0, 2],
  grid: { shape: [8, 12, 4], affine: identityAffine },
  engine: {},
  sampling: { scheduler: 'ddim', steps: 20, count: 1, batchSize: 1 },
  training: { subjects: ['sub-secret'] },
};

function toExport(changes: Partial<UNetDescription> = {}): ModelToExport {
  const description = { ...plain, ...changes };
  const values = new Map(
    [...parameterShapes(description.model)].map(([key, shape]) => [key, new Float32Array(elementCount(shape))]),
  );
  return { name: 'night', description, values, sha256: 'ab'.repeat(32), card: (use) => `card\n${use}` };
}

const withSchedule = (schedule: ScheduleSettings): ModelToExport =>
  toExport({ schedule: { ...plain.schedule, ...schedule }, predictionType: 'v' });

function json(files: Map<string, string | Uint8Array>, path: string): Record<string, never> {
  return JSON.parse(files.get(path) as string) as Record<string, never>;
}

describe('monaiBundle', () => {
  it('has what monai.bundle asks for, and says nothing of whom it was trained on', () => {
    const files = monaiBundle(toExport());
    expect([...files.keys()]).toEqual([
      ...['configs/metadata.json', 'configs/inference.json', 'models/model.safetensors', 'docs/README.md'],
    ]);
    const inference = json(files, 'configs/inference.json');
    expect(inference['network_def']).toMatchObject({
      _target_: 'DiffusionModelUNet',
      channels: [4, 8],
      num_res_blocks: [1, 1],
      num_head_channels: [4, 8],
      norm_num_groups: 2,
    });
    expect(inference['scheduler']).toMatchObject({ schedule: 'scaled_linear_beta', beta_start: 0.001, beta_end: 0.02 });
    expect(inference['intensities']).toContain('/ 2 * 2 + 0');
    expect(json(files, 'configs/metadata.json')['network_data_format']).toMatchObject({
      outputs: { pred: { spatial_shape: [8, 12, 4], value_range: [0, 2] } },
    });
    const { tensors } = readSafetensors(files.get('models/model.safetensors') as Uint8Array);
    expect(tensors.get('conv_in.conv.weight')?.shape).toEqual([4, 1, 3, 3, 3]);
    for (const content of files.values()) expect(Buffer.from(content).toString('latin1')).not.toContain('sub-secret');
  });

  it('brings the signal of each time where MONAI has no curve for it', () => {
    const model = withSchedule({ kind: 'cosine', snrShift: 2, zeroTerminalSnr: true });
    const files = monaiBundle(model);
    const { alphas_cumprod: levels } = json(files, 'configs/noise_levels.json') as Record<string, number[]>;
    expect(levels).toEqual([...createSchedule(model.description.schedule).alphasCumprod]);
    expect(levels.at(-1)).toBe(0);
    // Sampling starts where there is nothing but noise.
    expect(json(files, 'configs/inference.json')['initialize']).toContain(
      "$setattr(@scheduler, 'timesteps', torch.arange(99, -1, -(100 // @inference_steps)))",
    );
  });

  it('gives conditions as numbers: text that begins with a dollar would be executed', () => {
    const covariates = [{ name: '$import os', range: [20, 80] as const }];
    const classes = { name: '$exit()', values: ['$print(1)', '%file', '@seed'] };
    const files = monaiBundle(
      toExport({
        model: {
          ...plain.model,
          inChannels: 2,
          numCovariates: 1,
          covariatesAs: 'channels',
          numClassEmbeds: 3,
        },
        conditioning: { covariates, classes },
      }),
    );
    const inference = files.get('configs/inference.json') as string;
    expect(JSON.parse(inference)).toMatchObject({ covariates: [50], class_label: 0 });
    for (const name of ['import os', 'exit()', 'print(1)', '%file'])
      for (const path of ['configs/inference.json', 'configs/metadata.json'])
        expect((files.get(path) as string).includes(name)).toBe(false);
    expect(files.get('docs/README.md')).toContain('from 0: $print(1)');
  });
});

describe('diffusersFolder', () => {
  it('has a scheduler of diffusers and a network that says whose it is', () => {
    const files = diffusersFolder(toExport());
    expect(json(files, 'scheduler/scheduler_config.json')).toMatchObject({
      _class_name: 'DDIMScheduler',
      beta_schedule: 'scaled_linear',
      beta_start: 0.001,
      prediction_type: 'epsilon',
      timestep_spacing: 'leading',
    });
    expect(json(files, 'unet/config.json')).toMatchObject({ _class_name: 'DiffusionModelUNet', _library: 'monai' });
    expect(files.has('model_index.json')).toBe(false);
  });

  it('leaves the rescaling to diffusers, and gives betas where it has no curve', () => {
    const config = json(
      diffusersFolder(withSchedule({ kind: 'sigmoid', zeroTerminalSnr: true })),
      'scheduler/scheduler_config.json',
    ) as Record<string, unknown>;
    expect(config).toMatchObject({ rescale_betas_zero_snr: true, timestep_spacing: 'trailing' });
    const unscaled = createSchedule({ ...plain.schedule, kind: 'sigmoid' });
    expect(config['trained_betas']).toEqual([...unscaled.betas]);
  });
});

describe.each([
  ['monaiBundle', monaiBundle],
  ['diffusersFolder', diffusersFolder],
])('%s refuses what has no counterpart', (_, make) => {
  it.each([
    [{ schedule: { kind: 'flow' } } as const, 'schedule.kind: expected a variance-preserving schedule'],
    [{ predictionType: 'flow' } as const, 'predictionType: expected epsilon, sample or v'],
    [{ model: { ...plain.model, middleAttention: false } }, 'model.middleAttention: expected attention'],
    [{ model: { ...plain.model, numCovariates: 1 } }, 'model.covariatesAs: expected context or channels'],
  ])('%j', (changes, message) => {
    expect(() => make(toExport(changes))).toThrow(message);
  });
});
