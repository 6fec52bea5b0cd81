import type { Kernels } from './kernels.ts';

type Shape = readonly [x: number, y: number, z: number];

/** Floats of any content that follow the last entry of a library, since whole vectors are read. */
export const libraryPadding: number = 16;

export interface PatchFusionArrays {
  /** x fastest. */
  readonly image: Float32Array;
  /** Labelled images after one another, each of the image's shape and scale, then `libraryPadding` floats. */
  readonly library: Float32Array;
  /** Their labels, laid out alike: 0 to 1. */
  readonly labels: Float32Array;
  /** Voxels of the image that a label is wanted for, at least `patchRadius + searchRadius` voxels from every face. */
  readonly places: Int32Array;
  /** The label at each place. */
  readonly fused: Float32Array;
  /** The least mean squared difference that was found for each place. */
  readonly nearest: Float32Array;
}

export interface PatchFusionParameters {
  readonly patchRadius: number;
  readonly searchRadius: number;
  /** lambda: h^2 = lambda^2 * least difference + floor. */
  readonly bandwidth: number;
  /** The least h^2, in squared intensities: what two equal patches differ by all the same. */
  readonly floor: number;
}

/**
 * Labels by patch-based fusion (Eskildsen et al. 2012, equations 2 to 4): the mean of the labels within `searchRadius` in
 * all entries, weighted by exp(-d / h^2), where d is the mean squared difference of the patches.
 */
export function patchFusion(
  kernels: Kernels,
  shape: Shape,
  arrays: PatchFusionArrays,
  { patchRadius, searchRadius, bandwidth, floor }: PatchFusionParameters,
): void {
  const { image, library, labels, places, fused, nearest } = arrays;
  const voxels = shape[0] * shape[1] * shape[2];
  expectCount('image', image.length, voxels);
  const entries = (library.length - libraryPadding) / voxels;
  if (!(Number.isInteger(entries) && entries >= 1)) {
    throw new RangeError(
      `patchFusion: expected a library of whole images of ${voxels} voxels and ${libraryPadding} more, found ${library.length}`,
    );
  }
  expectCount('labels', labels.length, library.length);
  expectCount('fused', fused.length, places.length);
  expectCount('nearest', nearest.length, places.length);
  for (const [name, radius] of Object.entries({ patchRadius, searchRadius })) {
    if (!(Number.isInteger(radius) && radius >= 1 && radius <= 8))
      throw new RangeError(`patchFusion: expected a ${name} of 1 to 8 voxels, found ${radius}`);
  }
  if (!(bandwidth > 0 && floor > 0))
    throw new RangeError(`patchFusion: expected a bandwidth and a floor above 0, found ${bandwidth} and ${floor}`);
  checkPlaces(places, shape, patchRadius + searchRadius);
  const numbers = [...shape, entries, places.length, patchRadius, searchRadius, bandwidth, floor];
  kernels.call('patch_fusion', [image, library, labels, places, fused, nearest], numbers);
}

function expectCount(what: string, found: number, expected: number): void {
  if (found !== expected) throw new RangeError(`patchFusion: expected ${what} of length ${expected}, found ${found}`);
}

/** The kernel reads the surroundings of each place unasked. */
function checkPlaces(places: Int32Array, [nx, ny, nz]: Shape, margin: number): void {
  for (const place of places) {
    const [x, y, z] = [place % nx, Math.floor(place / nx) % ny, Math.floor(place / (nx * ny))];
    if (x >= margin && y >= margin && z >= margin && x < nx - margin && y < ny - margin && z < nz - margin) continue;
    throw new RangeError(
      `patchFusion: expected places at least ${margin} voxels within ${nx} x ${ny} x ${nz}, found ${x},${y},${z}`,
    );
  }
}
