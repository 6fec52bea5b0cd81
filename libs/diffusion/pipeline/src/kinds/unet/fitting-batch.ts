import type { Engine } from '@braingen/engine';
import type { Conditions } from '@braingen/sampler';
import { tracePrediction, type Condition, type UNetConfig } from '@braingen/unet3d';
import { PipelineError } from '../../error.ts';
import { gigabytes } from '../../memory/gigabytes.ts';

/** What goes through the network, and what it is conditioned on. */
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
 * @throws PipelineError of kind 'memory' where not even one volume fits
 */
export async function fittingBatch(
  asked: number,
  { model, shape, conditions }: Prediction,
  { name: runtime }: Pick<Engine, 'name'>,
  available: number,
): Promise<number> {
  if (runtime !== 'native' && runtime !== 'wasm') return asked;
  let needed = Infinity;
  for (let batchSize = asked; batchSize >= 1; batchSize = Math.floor(batchSize / 2)) {
    const numbers = Array.from({ length: batchSize }, (_, volume) => ({ volume, dropped: false }));
    const condition = conditions && (() => conditions(numbers));
    const { tensorBytes } = await tracePrediction(runtime, model, { shape, batchSize, condition });
    if (tensorBytes <= available) return batchSize;
    needed = tensorBytes;
  }
  throw new PipelineError('memory', {
    field: 'memory',
    expected: `${gigabytes(needed)} for one volume of this model`,
    found: `${gigabytes(available)} available`,
  });
}
