import { resize, type Shape3 } from '@braingen/volume';
import type { FeatureExtractor } from './feature-extractor.ts';

/** The voxels of a volume on a grid of another shape over the same field of view, as features: `mmd({ on: voxelsAt([28, 40, 28]) })`. */
export function voxelsAt(shape: Shape3): FeatureExtractor {
  return {
    name: `voxels at ${shape.join(' x ')}`,
    settings: { grid: shape, interpolation: 'triangle filter, anti-aliased' },
    extract: (volume) => Promise.resolve(Float64Array.from(resize(volume, shape).voxels)),
  };
}
