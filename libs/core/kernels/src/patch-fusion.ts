import { checkArguments } from './check-arguments.ts';
import type { Kernels } from './kernels.ts';
import { checkSizes, product, type Triple } from './signature.ts';

/** x, y, z. */
type Shape = Triple;

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
 *
 * @throws RangeError if a size is none, an array is not as long as it should be, or a place lies too near a face
 */
export function patchFusion(
  kernels: Kernels,
  shape: Shape,
  arrays: PatchFusionArrays,
  parameters: PatchFusionParameters,
): void {
  const { patchRadius, searchRadius } = parameters;
  const [x, y, z] = shape;
  checkSizes('patchFusion', { x, y, z, patchRadius, searchRadius });
  const { library, places } = arrays;
  const entries = (library.length - libraryPadding) / product(shape);
  const all = { shape, ...parameters, ...arrays, entries, count: places.length };
  checkArguments('patch_fusion', all);
  checkPlaces(places, shape, patchRadius + searchRadius);
  kernels.call('patch_fusion', all);
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
