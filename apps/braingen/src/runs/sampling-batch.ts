import type { Engine } from '@braingen/engine';
import type { Conditions } from '@braingen/sampler';
import { tracePrediction, type Condition, type UNetConfig } from '@braingen/unet3d';
import { exitStatus, Failure } from '../failure.ts';
import { availableBytes, gigabytes } from './memory.ts';

/** What goes through the network, and what it is told. */
export interface Prediction {
  readonly model: UNetConfig;
  /** [d, h, w, c] */
  readonly shape: readonly [number, number, number, number];
  readonly conditions: Conditions<Condition> | undefined;
}

/**
 * The largest batch, up to the one asked for, whose sampling fits into memory. Other engines than the embedded one keep tensors
 * where this process cannot look: there it is the one asked for.
 *
 * @throws Failure where not even one volume fits
 */
export async function fittingBatch(
  asked: number,
  { model, shape, conditions }: Prediction,
  engine: Pick<Engine, 'name'>,
  available: number = availableBytes(),
): Promise<number> {
  const runtime = engine.name;
  if (runtime !== 'native' && runtime !== 'wasm') return asked;
  let needed = Infinity;
  for (let batchSize = asked; batchSize >= 1; batchSize = Math.floor(batchSize / 2)) {
    const numbers = Array.from({ length: batchSize }, (_, volume) => ({ volume, dropped: false }));
    const condition = conditions && (() => conditions(numbers));
    const { tensorBytes } = await tracePrediction(runtime, model, { shape, batchSize, condition });
    if (tensorBytes <= available) return batchSize;
    needed = tensorBytes;
  }
  throw new Failure(
    `memory: one volume of this model needs ${gigabytes(needed)}, found ${gigabytes(available)} available`,
    exitStatus.environment,
  );
}
