import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readMark } from '@braingen/provenance';
import { hashFile, hashValue, readNifti, removeLeftovers } from '@braingen/volume/node';
import { z } from 'zod';
import type { CheckpointDescription } from '../../description.ts';
import { PipelineError } from '../../error.ts';
import type { SamplingPlan } from '../../sample-request.ts';

/** The name of a sample's files, without extension: volumes are counted from 1. */
export const sampleStem = (number: number): string => `sample-${String(number + 1).padStart(4, '0')}`;

/**
 * What all samples of one series share: model, seed, settings and the inputs they start from. It stands in their sidecars as
 * `Braingen.series`, so that a series can be completed, in parts too.
 *
 * @param inputs SHA-256 of files that the series starts from
 */
export function seriesOf(
  description: CheckpointDescription,
  { seed, settings }: Pick<SamplingPlan, 'seed' | 'settings'>,
  inputs: unknown = null,
): string {
  return hashValue({ checkpoint: hashValue(description), seed, settings, inputs });
}

export interface SampleFolder {
  /** Numbers of the samples that are there, match the request and are whole. */
  readonly kept: ReadonlySet<number>;
  /** Lines about samples that stay there though they were not asked for. */
  readonly warnings: readonly string[];
}

interface SampleSidecar {
  readonly Braingen: {
    readonly series: string;
    readonly number: number;
    readonly condition?: unknown;
    readonly output: { readonly sha256: string };
  };
}

const sidecar: z.ZodType<SampleSidecar> = z.object({
  Braingen: z.object({
    series: z.string(),
    number: z.int(),
    condition: z.unknown().optional(),
    output: z.object({ sha256: z.string() }),
  }),
});

/**
 * Looks at the samples of a folder: those of the series that is asked for are kept, older ones must not mix with it.
 *
 * @param remove removes samples of other series rather than refusing them
 * @throws PipelineError of kind 'run' naming the first sample of another series
 */
export async function openSampleFolder(
  folder: string,
  plan: Pick<SamplingPlan, 'numbers' | 'conditionOf'>,
  series: string,
  { remove = false }: { remove?: boolean } = {},
): Promise<SampleFolder> {
  const kept = new Set<number>();
  const others: string[] = [];
  const beyond: string[] = [];
  await removeLeftovers(folder);
  const files = await readdir(folder).catch((): string[] => []);
  const stems = [...new Set(files.flatMap((file) => stemOf(file) ?? []))];
  for (const stem of stems.sort()) {
    const record = await readRecord(join(folder, `${stem}.json`));
    const number = Number(stem.slice('sample-'.length)) - 1;
    const matches =
      record?.series === series &&
      record.number === number &&
      JSON.stringify(record.condition) === JSON.stringify(plan.conditionOf(number));
    // A volume without its sidecar, which is written last, is what an interrupted run leaves; its header says that it is ours.
    if (!files.includes(`${stem}.json`) && plan.numbers.includes(number) && (await areMarked(folder, stem, files)))
      continue;
    if (!matches) others.push(stem);
    else if (!plan.numbers.includes(number)) beyond.push(stem);
    else if (record.output.sha256 === (await hashFile(join(folder, `${stem}.nii.gz`)).catch(() => undefined)))
      kept.add(number);
  }
  if (others.length > 0 && !remove)
    throw new PipelineError('run', {
      field: folder,
      expected: 'no samples of another model, seed or setting',
      found: others.length > 3 ? `${others.slice(0, 3).join(', ')} and ${others.length - 3} more` : others.join(', '),
      advice: 'force removes them',
    });
  const removed = files.filter((file) => others.includes(stemOf(file) ?? ''));
  for (const file of removed) await rm(join(folder, file));
  return {
    kept,
    warnings: [
      ...(removed.length > 0 ? [`${folder}: removed ${others.length} samples of another model, seed or setting`] : []),
      ...(beyond.length > 0 ? [`${folder}: ${beyond.length} more samples of the same series stay there`] : []),
    ],
  };
}

/** "sample-0001" of the files that are written for a sample; undefined of others, such as a user's segmentation of it. */
const stemOf = (file: string): string | undefined => /^(sample-\d+)(_trajectory)?\.(nii(\.gz)?|json)$/.exec(file)?.[1];

/** Whether all volumes of a sample say in their headers that they are synthetic. */
async function areMarked(folder: string, stem: string, files: readonly string[]): Promise<boolean> {
  for (const file of files.filter((each) => stemOf(each) === stem)) {
    const image = await readNifti(join(folder, file), { volume: 0 }).catch(() => undefined);
    if (!image || readMark(image.extensions) === undefined) return false;
  }
  return true;
}

async function readRecord(path: string): Promise<SampleSidecar['Braingen'] | undefined> {
  try {
    return sidecar.safeParse(JSON.parse(await readFile(path, 'utf8'))).data?.Braingen;
  } catch {
    return undefined;
  }
}
