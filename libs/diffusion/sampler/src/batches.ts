import { checkOptions, type SampledVolume, type SamplingOptions } from './options.ts';

/**
 * Cuts a list of volumes into batches and makes one after the other.
 *
 * @param make the volumes with the given numbers, in their order
 */
export async function* inBatches<C>(
  caller: string,
  options: SamplingOptions<C>,
  make: (numbers: readonly number[], onProgress: (fraction: number) => void) => Promise<Float32Array[]>,
): AsyncGenerator<SampledVolume, void, void> {
  checkOptions(caller, options);
  const { count, first = 0, batchSize = 1 } = options;
  for (let begin = 0; begin < count; begin += batchSize) {
    const numbers = Array.from({ length: Math.min(batchSize, count - begin) }, (_, i) => first + begin + i);
    const progress = (fraction: number): void => options.onProgress?.((begin + fraction * numbers.length) / count);
    const volumes = await make(numbers, progress);
    yield* volumes.map((data, i) => ({ volume: numbers[i], data }));
  }
}

/** The volumes of a generator at once, in its order. */
export async function collect(each: AsyncIterable<SampledVolume>): Promise<Float32Array[]> {
  const volumes: Float32Array[] = [];
  for await (const { data } of each) volumes.push(data);
  return volumes;
}
