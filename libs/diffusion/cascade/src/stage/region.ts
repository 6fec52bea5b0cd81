import { elementCount, type Shape3 } from '@braingen/volume';

/** A box of voxels of a volume [d, h, w, c]. */
export function takeRegion(
  values: Float32Array,
  shape: Shape3,
  offset: Shape3,
  region: Shape3,
  channels = 1,
): Float32Array {
  const taken = new Float32Array(elementCount(region) * channels);
  const length = region[2] * channels;
  for (let x = 0; x < region[0]; x++) {
    for (let y = 0; y < region[1]; y++) {
      const from = (((offset[0] + x) * shape[1] + offset[1] + y) * shape[2] + offset[2]) * channels;
      taken.set(values.subarray(from, from + length), (x * region[1] + y) * length);
    }
  }
  return taken;
}
