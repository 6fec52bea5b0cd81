import type { UNetConfig, UnstoredConfig } from '@braingen/unet3d';
import type { Shape3 } from '@braingen/volume';
import { z } from 'zod';
import { check } from '../config/check.ts';
import { intensityRangeSchema } from '../config/data-config.ts';
import { createConfig, type RunConfig } from '../config/run-config.ts';
import { PipelineError, quoted } from '../error.ts';

/** What a settings file says of weights, as it says it: a run's configuration, of which every part may be missing. */
export interface ImportSettings {
  /** What errors name. */
  readonly source: string;
  readonly fields: Fields;
  /** What the shapes of weights do not contain of a network. */
  readonly unstored: UnstoredConfig;
  /** @default the published one */
  readonly shape?: Shape3 | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Settings with nothing left open. */
export interface CompleteSettings {
  readonly run: Pick<RunConfig, 'seed' | 'data' | 'schedule'>;
  readonly intensityRange: readonly [number, number];
  /** What was taken by default, and the field that would say otherwise. */
  readonly assumed: readonly string[];
}

/** MONAI's, of its 3D tutorials; the network's numbers are the intensities. */
const defaults = {
  schedule: { kind: 'scaled_linear', steps: 1000, betaStart: 0.0005, betaEnd: 0.0195, zeroTerminalSnr: false },
  predictionType: 'epsilon',
  intensityRange: [-1, 1],
  /** Of the published method's volumes, at about 2.15 x 1.7 x 2.15 mm. */
  shape: [84, 128, 84],
} as const;

const fieldsSchema: z.ZodType<Fields> = z.record(z.string(), z.unknown());
const sectionSchema = z.record(z.string(), z.unknown()).default({});
const unstoredSchema: z.ZodType<UnstoredConfig> = z.looseObject({
  numHeadChannels: z.union([z.int().min(1), z.array(z.int().min(1))]).optional(),
  normNumGroups: z.int().min(1).optional(),
  normEps: z.number().positive().optional(),
});

/**
 * Reads a run's configuration, of which every part may be missing, with `intensityRange` besides: the intensities that the
 * network sees as -1 and 1.
 *
 * @throws PipelineError of kind 'config'
 */
export function readImportSettings(value: unknown = {}, source = 'settings'): ImportSettings {
  const fields = check(fieldsSchema, value ?? {}, source);
  const { numHeadChannels, normNumGroups, normEps } = check(unstoredSchema, fields['model'] ?? {}, source, 'config', [
    'model',
  ]);
  const { shape } = check(sectionSchema, fields['data'], source, 'config', ['data']);
  return {
    source,
    fields,
    unstored: {
      ...(numHeadChannels !== undefined && { numHeadChannels }),
      ...(normNumGroups !== undefined && { normNumGroups }),
      ...(normEps !== undefined && { normEps }),
    },
    ...(shape !== undefined && { shape: createConfig({ data: { shape } }, source).data.shape }),
  };
}

/**
 * Fills in what nobody said, and says so.
 *
 * @param model the network as inferred from its weights
 * @throws PipelineError of kind 'config' if the settings say another network, or a field of them is none
 */
export function completeSettings(settings: ImportSettings, model: UNetConfig): CompleteSettings {
  const { source, fields } = settings;
  const { kind: _, ...said } = check(sectionSchema, fields['model'], source, 'config', ['model']);
  for (const [name, value] of Object.entries(said)) {
    const found = model[name as keyof UNetConfig] ?? false;
    if (JSON.stringify(expand(found, model)) !== JSON.stringify(expand(value, model)))
      throw new PipelineError('config', {
        source,
        field: `model.${name}`,
        expected: `${JSON.stringify(found)} as in the weights`,
        found: quoted(value),
      });
  }
  const schedule = check(sectionSchema, fields['schedule'], source, 'config', ['schedule']);
  const data = check(sectionSchema, fields['data'], source, 'config', ['data']);
  const run = createConfig(
    {
      ...(fields['seed'] !== undefined && { seed: fields['seed'] }),
      data: { shape: defaults.shape, ...data },
      schedule: { ...defaults.schedule, predictionType: defaults.predictionType, ...schedule },
    },
    source,
  );
  const range = fields['intensityRange'] ?? defaults.intensityRange;
  const intensityRange = check(intensityRangeSchema, range, source, 'config', ['intensityRange']);
  return { run, intensityRange, assumed: assumptions(settings, schedule, model, run) };
}

/** One value for all levels as a list, so that both ways to say it compare. */
const expand = (value: unknown, { channels }: UNetConfig): unknown =>
  typeof value === 'number' ? channels.map(() => value) : value;

function assumptions(
  { fields, unstored, shape }: ImportSettings,
  said: Fields,
  model: UNetConfig,
  run: CompleteSettings['run'],
): string[] {
  const { kind, steps, betaStart, betaEnd, predictionType } = run.schedule;
  const notes = {
    ['one head of attention a level (model.numHeadChannels)']: unstored.numHeadChannels,
    [`${model.normNumGroups ?? 32} groups (model.normNumGroups)`]: unstored.normNumGroups,
    [`the schedule ${kind}, ${betaStart} to ${betaEnd} over ${steps} steps (schedule)`]: said['kind'],
    [`that it predicts ${predictionType} (schedule.predictionType)`]: said['predictionType'],
    [`${run.data.shape.join(' x ')} voxels over the MNI152 box (data.shape, or a scan on the grid)`]: shape,
    ['intensities as the network gives them, -1 to 1 (intensityRange)']: fields['intensityRange'],
  };
  return Object.entries(notes).flatMap(([note, given]) => (given === undefined ? [note] : []));
}
