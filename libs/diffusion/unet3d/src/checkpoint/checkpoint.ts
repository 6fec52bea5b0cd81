import type { Affine, Shape3 } from '@braingen/volume';
import { completeConfig, type UNetConfig } from '../config.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { parameterShapes } from '../unet.ts';
import { fromTorchTensors, toTorchTensors, type Values } from './weights.ts';

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

/** A checkpoint's files. Weights and averages are in PyTorch's layout under MONAI's keys: Python reads them as they are. */
export type CheckpointFiles = ReadonlyMap<string, Uint8Array>;

/** The file that holds the description; it is written last, so that a folder with it is complete. */
export const descriptionFile = 'checkpoint.json';
const weightsFile = 'model.safetensors';
const emaFile = 'ema.safetensors';
const momentFiles = { mean: 'adam-mean.safetensors', square: 'adam-square.safetensors' } as const;

/** The files of a checkpoint by name. */
export function encodeCheckpoint(checkpoint: Checkpoint): Map<string, Uint8Array> {
  const { description, weights, ema, moments } = checkpoint;
  const shapes = parameterShapes(description.model);
  const encode = (values: Values): Uint8Array => writeSafetensors(toTorchTensors(values, shapes), { format: 'pt' });
  const files = new Map([[weightsFile, encode(weights)]]);
  if (ema) files.set(emaFile, encode(ema));
  if (moments) {
    files.set(momentFiles.mean, encode(moments.mean));
    files.set(momentFiles.square, encode(moments.square));
  }
  const text = JSON.stringify({ format: 'braingen-checkpoint', version: 1, ...description }, null, 2);
  return files.set(descriptionFile, new TextEncoder().encode(text + '\n'));
}

/**
 * @throws CheckpointError if a file is missing, or is not what it should be; the message names it
 */
export function decodeCheckpoint(files: CheckpointFiles): Checkpoint {
  const description = decodeDescription(files);
  const shapes = naming(descriptionFile, () => parameterShapes(description.model));
  const decode = (name: string): Values | undefined => {
    const bytes = files.get(name);
    return bytes && naming(name, () => fromTorchTensors(readSafetensors(bytes).tensors, shapes));
  };
  const weights = decode(weightsFile);
  if (!weights) throw new CheckpointError(`${weightsFile}: expected in a checkpoint, found none`);
  const [mean, square] = [decode(momentFiles.mean), decode(momentFiles.square)];
  return { description, weights, ema: decode(emaFile), moments: mean && square ? { mean, square } : undefined };
}

/** A checkpoint that cannot be used. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

function decodeDescription(files: CheckpointFiles): CheckpointDescription {
  const bytes = files.get(descriptionFile);
  if (!bytes) throw new CheckpointError(`${descriptionFile}: expected in a checkpoint, found none`);
  const found = naming(
    descriptionFile,
    () => JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown> | null,
  );
  if (found?.format !== 'braingen-checkpoint' || found.version !== 1)
    throw new CheckpointError(
      `${descriptionFile}: expected format braingen-checkpoint, version 1, found ${String(found?.format)}, version ${String(found?.version)}`,
    );
  delete found.format;
  delete found.version;
  const description = found as unknown as CheckpointDescription;
  naming(descriptionFile, () => completeConfig(description.model));
  return description;
}

function naming<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new CheckpointError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
