import { traceMemory, type MemoryTrace, type Model, type tf } from '@braingen/engine';
import { elementCount } from '@braingen/volume';
import { train, type TrainingOptions } from './train.ts';

/** A model made for the purpose, and how to be rid of it. */
export interface TracedModel<C> {
  readonly model: Model<C>;
  readonly variables: ReadonlyMap<string, tf.Variable>;
  dispose(): void;
}

/**
 * What a training would need on an embedded engine: two of its steps without values, the second with the optimiser's moments
 * in place. Weights, their average, the moments, the gradients and all that is kept for the backward pass are in it; the
 * process itself, the training set, and the copies that a checkpoint takes are not.
 *
 * @param make makes the model when it is called, of the size that is to be trained
 * @param options those of `train`; volumes are not read
 */
export function traceTraining<C = never>(
  runtime: 'native' | 'wasm',
  make: () => TracedModel<C>,
  options: Omit<TrainingOptions<C>, 'model' | 'variables'>,
): Promise<MemoryTrace> {
  const { data, schedule, seed, predictionType, lossWeight, timeSampling, batchSize, microBatchSize, clipNorm } =
    options;
  const empty = new Float32Array(elementCount(data.shape));
  return traceMemory(runtime, async () => {
    const { model, variables, dispose } = make();
    await train<C>({
      ...{ model, variables, schedule, seed, predictionType, lossWeight, timeSampling, batchSize, microBatchSize },
      data: { ...data, shape: data.shape, length: data.length, volume: () => empty },
      steps: 2,
      // Any norm exceeds this one, so that the scaled gradients are in it too.
      clipNorm: clipNorm === undefined ? undefined : -1,
    });
    dispose();
  });
}
