import type { ProgressOptions, Volume } from '@braingen/volume';
import { createPace } from './pace.ts';

/**
 * Turns a volume into a vector in which distances mean something. FID and MMD compare only under one extractor, so
 * every result names it.
 */
export interface FeatureExtractor {
  /** Short and specific, as in "random 3D network, seed 0". */
  readonly name: string;
  /** All that changes the features: architecture, seed or checksum of weights, input scaling. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** One vector of a fixed length, the same for the same volume. */
  extract(volume: Volume): Promise<Float64Array>;
}

const known = new WeakMap<FeatureExtractor, WeakMap<Volume, Float64Array>>();

/** Features of each volume, in order. A volume that several metrics ask about is put through the extractor once. */
export async function featuresOf(
  volumes: readonly Volume[],
  extractor: FeatureExtractor,
  options: ProgressOptions = {},
): Promise<Float64Array[]> {
  const memory = known.get(extractor) ?? new WeakMap<Volume, Float64Array>();
  known.set(extractor, memory);
  const pace = createPace(volumes.length, options);
  const rows: Float64Array[] = [];
  for (const volume of volumes) {
    const features = memory.get(volume) ?? (await extractor.extract(volume));
    if (features.some((value) => !Number.isFinite(value))) {
      throw new RangeError(`featuresOf: expected finite features of "${extractor.name}", found ${features}`);
    }
    memory.set(volume, features);
    rows.push(features);
    await pace.tick();
  }
  return rows;
}
