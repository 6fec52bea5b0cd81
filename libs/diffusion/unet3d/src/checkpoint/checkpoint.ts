import type { Affine, Shape3 } from '@braingen/volume';
import type { UNetConfig } from '../config.ts';
import { completeConfig } from '../complete-config.ts';
import { parameterShapes } from '../unet.ts';
import { bytesSource, type ByteSource } from './byte-source.ts';
import { CheckpointError, naming, namingLater } from './checkpoint-error.ts';
import { parseJson } from './parse-json.ts';
import { quoted } from './quoted.ts';
import { fillSafetensors, openSafetensors } from './safetensors.ts';
import { readWeights } from './weights-file.ts';
import { torchTensorsToWrite, type Values } from './weights.ts';

/** Everything that sampling needs besides the weights, as plain JSON. */
export interface CheckpointDescription {
  /** Optimiser steps taken. */
  readonly step: number;
  /** The network. */
  readonly model: UNetConfig;
  /** Settings of the noise schedule, as `createSchedule` of @braingen/scheduler takes them. */
  readonly schedule: Readonly<Record<string, unknown>>;
  /** What the network predicts: 'epsilon', 'sample', 'v' or 'flow'. */
  readonly predictionType: string;
  /** What the numbers of its condition stand for: names, ranges, classes. Without it the network is unconditioned. */
  readonly conditioning?: Readonly<Record<string, unknown>> | undefined;
  /** Seed of the whole training. */
  readonly seed: number | string;
  /** The intensities of the volumes that the network sees as -1 and 1: [lowest, highest]. */
  readonly intensityRange: readonly [number, number];
  /** Grid of the volumes: voxels along x, y, z, and the way from voxels to RAS millimetres. */
  readonly grid: { readonly shape: Shape3; readonly affine: Affine };
  /** What trained it: name, device and versions. */
  readonly engine: Readonly<Record<string, unknown>>;
  /** Anything else worth knowing: learning rate, subjects, loss. */
  readonly training?: Readonly<Record<string, unknown>> | undefined;
}

/** Weights with all that belongs to them. Values are by key in TensorFlow.js' layout. */
export interface Checkpoint {
  readonly description: CheckpointDescription;
  readonly weights: Values;
  /** The moving average of the weights: what to sample from. */
  readonly ema?: Values | undefined;
  /** Adam's moments: what resuming needs. */
  readonly moments?: { readonly mean: Values; readonly square: Values } | undefined;
}

/** A checkpoint of which only the description has been read. */
export interface OpenCheckpoint {
  readonly description: CheckpointDescription;
  has(part: CheckpointPart): boolean;
  /**
   * Reads one of its parts; it takes the memory of that part and little more.
   *
   * @throws CheckpointError if it is not there, or not what it should be
   */
  read(part: CheckpointPart): Promise<Values>;
}

/** A checkpoint's files. Weights and averages are in PyTorch's layout under MONAI's keys: Python reads them as they are. */
export type CheckpointFiles = ReadonlyMap<string, Uint8Array>;

/** The file that holds the description; it is written last, so that a folder with it is complete. */
export const descriptionFile = 'checkpoint.json';

const partFiles = {
  weights: 'model.safetensors',
  ema: 'ema.safetensors',
  mean: 'adam-mean.safetensors',
  square: 'adam-square.safetensors',
} as const;

/** Weights, their moving average, and Adam's moments. */
export type CheckpointPart = keyof typeof partFiles;

/** The files of a checkpoint, made one after the other as they are asked for. */
export function* encodeCheckpoint(checkpoint: Checkpoint): Generator<[name: string, bytes: Uint8Array]> {
  const { description, weights, ema, moments } = checkpoint;
  const shapes = parameterShapes(description.model);
  const parts: Record<CheckpointPart, Values | undefined> = {
    weights,
    ema,
    mean: moments?.mean,
    square: moments?.square,
  };
  for (const part of Object.keys(partFiles) as CheckpointPart[]) {
    const values = parts[part];
    if (values) yield [partFiles[part], fillSafetensors(torchTensorsToWrite(values, shapes), { format: 'pt' })];
  }
  const text = JSON.stringify({ format: 'braingen-checkpoint', version: 1, ...description }, null, 2);
  yield [descriptionFile, new TextEncoder().encode(text + '\n')];
}

/**
 * @throws CheckpointError if a file is missing, or is not what it should be; the message names it
 */
export async function decodeCheckpoint(files: CheckpointFiles): Promise<Checkpoint> {
  return readCheckpoint(
    await openCheckpoint(new Map([...files].map(([name, bytes]) => [name, bytesSource(bytes, name)]))),
  );
}

/**
 * Reads the description of a checkpoint.
 *
 * @param files by name
 */
export async function openCheckpoint(files: ReadonlyMap<string, ByteSource>): Promise<OpenCheckpoint> {
  const source = existing(files, descriptionFile);
  const bytes = await source.read(0, source.size);
  const description = naming(source.name, () => parseDescription(new TextDecoder().decode(bytes)));
  return {
    description,
    has: (part) => files.has(partFiles[part]),
    read: async (part) => {
      const weights = existing(files, partFiles[part]);
      return namingLater(weights.name, async () => readWeights(await openSafetensors(weights), description.model));
    },
  };
}

function existing(files: ReadonlyMap<string, ByteSource>, name: string): ByteSource {
  const source = files.get(name);
  if (source) return source;
  // The others' names say in which folder.
  const place = files.get(descriptionFile)?.name.slice(0, -descriptionFile.length) ?? '';
  throw new CheckpointError(`${place}${name}: expected in a checkpoint, found none`);
}

/** Reads all parts. */
export async function readCheckpoint(open: OpenCheckpoint): Promise<Checkpoint> {
  const optional = async (part: CheckpointPart): Promise<Values | undefined> =>
    open.has(part) ? open.read(part) : undefined;
  const weights = await open.read('weights');
  const [ema, mean, square] = [await optional('ema'), await optional('mean'), await optional('square')];
  return { description: open.description, weights, ema, moments: mean && square ? { mean, square } : undefined };
}

/** A description from its JSON. @throws CheckpointError, or RangeError for a network that cannot be */
export function parseDescription(text: string): CheckpointDescription {
  const { format, version, ...found } = parseJson(text);
  if (format !== 'braingen-checkpoint' || version !== 1)
    throw new CheckpointError(
      `expected format braingen-checkpoint, version 1, found ${quoted(String(format))}, version ${quoted(String(version))}`,
    );
  const description = found as unknown as CheckpointDescription;
  completeConfig(description.model);
  return description;
}
