import { readFile } from 'node:fs/promises';
import type { UNetConfig, UntoldConfig } from '@braingen/unet3d';
import type { Shape3 } from '@braingen/volume';
import { parse } from 'yaml';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { defaultShape } from '@braingen/chain';
import { checkConfig, type RunConfig } from './config.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a settings file says of weights, as it says it. */
export interface ImportSettings {
  readonly source: string;
  readonly fields: Fields;
  /** What the shapes of weights do not tell of a network. */
  readonly untold: UntoldConfig;
  readonly shape?: Shape3 | undefined;
}

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
} as const;

const modelSchema = z.looseObject({
  numHeadChannels: z.union([z.int().min(1), z.array(z.int().min(1))]).optional(),
  normNumGroups: z.int().min(1).optional(),
  normEps: z.number().positive().optional(),
});
const rangeSchema = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => high > low, 'expected the lower number first');

/**
 * Reads a run's configuration, of which every part may be missing, with `intensityRange` besides: the intensities that the
 * network sees as -1 and 1.
 */
export async function readImportSettings(path: string | undefined): Promise<ImportSettings> {
  if (path === undefined) return { source: 'defaults', fields: {}, untold: {} };
  let fields: unknown;
  try {
    fields = parse(await readFile(path, 'utf8')) ?? {};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    throw new Failure(`${path}: expected YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  if (typeof fields !== 'object' || Array.isArray(fields)) throw new Failure(`${path}: expected fields, found none`);
  const { model = {}, data } = fields as { model?: unknown; data?: { shape?: Shape3 } };
  const { numHeadChannels, normNumGroups, normEps } = check(modelSchema, model, `${path}: model`);
  const untold = {
    ...(numHeadChannels !== undefined && { numHeadChannels }),
    ...(normNumGroups !== undefined && { normNumGroups }),
    ...(normEps !== undefined && { normEps }),
  };
  return { source: path, fields: fields as Fields, untold, shape: data?.shape };
}

/**
 * Fills in what nobody said, and says so.
 *
 * @param model the network as its weights tell it
 * @throws Failure if the settings say another network, or a field of them is none
 */
export function completeSettings(settings: ImportSettings, model: UNetConfig): CompleteSettings {
  const { source, fields } = settings;
  const { schedule, data, intensityRange, model: said = {}, seed } = fields as Record<string, Fields | undefined>;
  for (const [name, value] of Object.entries(said)) {
    const found = model[name as keyof UNetConfig] ?? false;
    if (JSON.stringify(expand(found, model)) !== JSON.stringify(expand(value, model)))
      throw new Failure(
        `${source}: model.${name}: expected ${JSON.stringify(found)} as in the weights, found ${JSON.stringify(value)}`,
      );
  }
  const run = checkConfig(
    {
      ...(seed !== undefined && { seed }),
      data: { shape: defaultShape, ...data },
      schedule: { ...defaults.schedule, predictionType: defaults.predictionType, ...schedule },
    },
    source,
  );
  const range = check(rangeSchema, intensityRange ?? defaults.intensityRange, `${source}: intensityRange`);
  return { run, intensityRange: range, assumed: assumptions(settings, model, run) };
}

/** One value for all levels as a list, so that both ways to say it compare. */
const expand = (value: unknown, { channels }: UNetConfig): unknown =>
  typeof value === 'number' ? channels.map(() => value) : value;

function assumptions(
  { fields, untold, shape }: ImportSettings,
  model: UNetConfig,
  run: CompleteSettings['run'],
): string[] {
  const { kind, steps, betaStart, betaEnd, predictionType } = run.schedule;
  const schedule = fields['schedule'] as Fields | undefined;
  const notes = {
    ['one head of attention a level (model.numHeadChannels)']: untold.numHeadChannels,
    [`${model.normNumGroups ?? 32} groups (model.normNumGroups)`]: untold.normNumGroups,
    [`the schedule ${kind}, ${betaStart} to ${betaEnd} over ${steps} steps (schedule)`]: schedule?.['kind'],
    [`that it predicts ${predictionType} (schedule.predictionType)`]: schedule?.['predictionType'],
    [`${run.data.shape.join(' x ')} voxels over the MNI152 box (data.shape, --like)`]: shape,
    ['intensities as the network gives them, -1 to 1 (intensityRange)']: fields['intensityRange'],
  };
  return Object.entries(notes).flatMap(([note, given]) => (given === undefined ? [note] : []));
}

function check<T>(schema: z.ZodType<T>, value: unknown, source: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Failure(`${[source, ...issue!.path].join('.')}: ${issue!.message}, found ${JSON.stringify(value)}`);
}
