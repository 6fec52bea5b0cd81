import {
  bytesSource,
  fillSafetensors,
  openWeights,
  parameterShapes,
  readSafetensors,
  readWeights,
  torchTensorsToWrite,
  type TensorToWrite,
  type Values,
} from '@braingen/unet3d';
import type { CascadeBase } from '../cascade-base.ts';
import type { GaussianModel } from '../gaussian/gaussian-model.ts';
import { coarseShape } from '../pyramid/coarsen.ts';
import { networkConfig, stageName, type Stage } from '../stage/stage.ts';
import {
  CascadeError,
  descriptionFile,
  formatDescription,
  gaussianFile,
  parseDescription,
  type CascadeDescription,
} from './description.ts';
import { dequantized, quantize } from './int8.ts';

/** A stage with its weights by key, in TensorFlow.js' layout. */
export interface TrainedStage {
  readonly stage: Stage;
  readonly weights: Values;
}

/** All that sampling needs, and nothing that training does. */
export interface CascadeCheckpoint {
  readonly base: CascadeBase;
  readonly stages: readonly TrainedStage[];
  /** Whatever else belongs to it: grid, intensities, who was learnt from. Plain JSON. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** Of the numbers in a file: float16 halves it, and keeps three digits; int8 halves it again, see `quantize`. */
export type CascadePrecision = 'float32' | 'float16' | 'int8';

/**
 * The files of a cascade, made one after the other as they are asked for; the description comes last.
 *
 * @param precision float32 by default
 */
export function* encodeCascade(
  { base, stages, about }: CascadeCheckpoint,
  precision: CascadePrecision = 'float32',
): Generator<[name: string, bytes: Uint8Array]> {
  const fill = (tensors: Iterable<readonly [string, TensorToWrite]>, metadata: Record<string, string>): Uint8Array =>
    precision === 'int8'
      ? fillSafetensors(quantize(tensors), metadata, 'F16')
      : fillSafetensors(tensors, metadata, precision === 'float16' ? 'F16' : 'F32');
  const { window, scales, rims, gaussian, covariates } = base;
  const shape = coarseShape(window.shape, scales.length - 1);
  yield [gaussianFile, fill(gaussianTensors(gaussian, shape), {})];
  const stored = stages.map(({ stage }) => ({ stage, file: `${stageName(stage)}.safetensors` }));
  for (const [index, { stage, weights }] of stages.entries()) {
    const tensors = torchTensorsToWrite(weights, parameterShapes(networkConfig(stage)));
    yield [stored[index].file, fill(tensors, { format: 'pt' })];
  }
  const { variances, shrinkage } = gaussian;
  const description = {
    ...{ window, scales, rims, variances, shrinkage },
    ...(covariates && { covariates }),
    ...{ stages: stored, about },
  };
  yield [descriptionFile, new TextEncoder().encode(formatDescription(description))];
}

/**
 * A cascade from its files.
 *
 * @throws CascadeError, or CheckpointError of @braingen/unet3d, that names the file and what was expected of it
 */
export async function decodeCascade(files: ReadonlyMap<string, Uint8Array>): Promise<CascadeCheckpoint> {
  const description = parseDescription(new TextDecoder().decode(existing(files, descriptionFile)));
  const { window, scales, rims, covariates, about } = description;
  const gaussian = readGaussian(existing(files, gaussianFile), description);
  if (covariates && covariates.loadings.length !== gaussian.variances.length)
    throw new CascadeError(
      `${descriptionFile}: expected loadings of ${gaussian.variances.length} directions, found ${covariates.loadings.length}`,
    );
  const stages: TrainedStage[] = [];
  for (const { stage, file } of description.stages) {
    const weights = await openWeights(bytesSource(dequantized(existing(files, file)), file));
    stages.push({ stage, weights: await readWeights(weights, networkConfig(stage)) });
  }
  const base = { window, scales, rims, gaussian, ...(covariates && { covariates }) };
  return { base, stages, about };
}

function existing(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (!bytes) throw new CascadeError(`${name}: expected in a cascade, found none`);
  return bytes;
}

/** Directions as they are, so that a training that goes on from a checkpoint in float32 has the same bits. */
function gaussianTensors(
  { mean, components }: GaussianModel,
  shape: readonly number[],
): Parameters<typeof fillSafetensors>[0] {
  return [
    ['mean', { shape, write: (target) => target.set(mean) }],
    [
      'directions',
      {
        shape: [components.length, ...shape],
        write: (target) => components.forEach((direction, k) => target.set(direction, k * direction.length)),
      },
    ],
  ];
}

function readGaussian(bytes: Uint8Array, { window, scales, variances, shrinkage }: CascadeDescription): GaussianModel {
  const { tensors } = readSafetensors(dequantized(bytes));
  const shape = coarseShape(window.shape, scales.length - 1);
  const [mean, directions] = ['mean', 'directions'].map((name) => {
    const tensor = tensors.get(name);
    const found = tensor?.shape.slice(name === 'mean' ? 0 : 1).join(' x ');
    if (!tensor || found !== shape.join(' x '))
      throw new CascadeError(`${gaussianFile}: expected ${name} of ${shape.join(' x ')}, found ${found ?? 'none'}`);
    return tensor;
  });
  const size = mean.data.length;
  if (directions.shape[0] !== variances.length)
    throw new CascadeError(`${gaussianFile}: expected ${variances.length} directions, found ${directions.shape[0]}`);
  const components = variances.map((_, k) => directions.data.slice(k * size, (k + 1) * size));
  return { mean: mean.data, components, variances, shrinkage };
}
