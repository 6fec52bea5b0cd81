import {
  applyAffine,
  freezeAffine,
  gaussianSmooth,
  resample,
  type Grid,
  type Shape3,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import { signedDistance } from '../signed-distance.ts';
import { assertEntry, type LibraryEntry } from './entry.ts';
import { relativeBrightness } from './relative-brightness.ts';

/** Entries made ready for comparison, each with its mirror image, all on one grid. */
export interface PreparedLibrary {
  /** 2 mm, RAS, around all cavities with a margin. */
  readonly grid: Grid;
  readonly entries: readonly PreparedEntry[];
}

export interface PreparedEntry {
  readonly name: string;
  /** Relative brightness. */
  readonly image: Float32Array;
  /** The part of each voxel that lies inside, 0 to 1. */
  readonly label: Float32Array;
}

/** Patches of 1 mm voxels found the edge no better (README). */
const spacing = 2;

/** Around the cavities: the band that is uncertain, what a head may differ by, the search and a patch. */
const margin = 28;

const prepared = new WeakMap<readonly LibraryEntry[], PreparedLibrary>();

/** Prepares a library once, however many heads it serves. The midplane is x = 0, as in MNI space. */
export function prepareLibrary(library: readonly LibraryEntry[], prior: Volume<VoxelArray>): PreparedLibrary {
  let found = prepared.get(library);
  if (!found) {
    for (const entry of library) assertEntry(entry);
    assertSameSpace(library, prior);
    const grid = gridAround(library.map(({ mask }) => mask));
    // Left and right are nearly alike, and a mirrored head is another head (Manjon et al. 2014).
    const entries = library.flatMap((entry) => {
      const own = prepareEntry(entry, grid);
      return [own, mirrored(own, grid)];
    });
    found = { grid, entries };
    prepared.set(library, found);
  }
  return found;
}

function prepareEntry({ name, image, mask }: LibraryEntry, grid: Grid): PreparedEntry {
  const label = onGrid(mask, grid);
  const distance = gaussianSmooth(signedDistance(label), { sigmaMm: 1.5 });
  return { name, label: label.voxels, image: relativeBrightness(onGrid(image, grid), distance).voxels };
}

function mirrored({ name, image, label }: PreparedEntry, { shape: [nx] }: Grid): PreparedEntry {
  const flip = (voxels: Float32Array): Float32Array => voxels.map((_, i) => voxels[i - (i % nx) + nx - 1 - (i % nx)]);
  return { name: `${name}, mirrored`, image: flip(image), label: flip(label) };
}

/** A volume on the library's grid, smoothed as far as its voxels are finer. */
export function onGrid(volume: Volume<VoxelArray>, grid: Grid): Volume {
  const voxels = Float32Array.from(volume.voxels);
  for (let i = 0; i < voxels.length; i++) if (!Number.isFinite(voxels[i])) voxels[i] = 0;
  const sigmaMm = volume.spacing.map((mm) => (mm < 0.75 * spacing ? 0.8 : 0)) as [number, number, number];
  return resample(gaussianSmooth(volume.with(voxels), { sigmaMm }), grid);
}

/** How much of a head's cavity an entry must share with the prior: less than any two registered heads do. */
const leastOverlap = 0.75;

/** @throws RangeError naming the entry whose cavity lies elsewhere than the prior */
function assertSameSpace(library: readonly LibraryEntry[], prior: Volume<VoxelArray>): void {
  for (const { name, mask } of library) {
    const expected = resample(prior, mask);
    let [both, sum] = [0, 0];
    for (let i = 0; i < expected.voxels.length; i++) {
      const [p, q] = [expected.voxels[i] > 0.5 ? 1 : 0, mask.voxels[i] > 0.5 ? 1 : 0];
      both += p & q;
      sum += p + q;
    }
    const overlap = (2 * both) / sum;
    if (!(overlap > leastOverlap)) {
      throw new RangeError(
        `library entry "${name}": expected a head in the prior's space, found a cavity that overlaps the prior by a Dice of ${overlap.toFixed(2)}`,
      );
    }
  }
}

/** The grid around all voxels inside the masks, the same to the left of x = 0 as to the right. */
function gridAround(masks: readonly Volume<VoxelArray>[]): Grid {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { voxels, shape, affine } of masks) {
    const [nx, ny] = shape;
    for (let i = 0; i < voxels.length; i++) {
      // A surface voxel differs from its neighbour along x; the first and last of each run are enough.
      if (!(voxels[i] > 0.5) || (voxels[i - 1] > 0.5 && voxels[i + 1] > 0.5)) continue;
      const point = applyAffine(affine, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]);
      for (let axis = 0; axis < 3; axis++) {
        low[axis] = Math.min(low[axis], point[axis]);
        high[axis] = Math.max(high[axis], point[axis]);
      }
    }
  }
  high[0] = spacing * Math.ceil(Math.max(high[0], -low[0]) / spacing);
  low[0] = -high[0];
  const shape = low.map((from, axis) => Math.ceil((high[axis] - from + 2 * margin) / spacing) + 1);
  const affine = [0, 1, 2].map((axis) =>
    [0, 1, 2, 3].map((j) => (j === axis ? spacing : j === 3 ? low[axis] - margin : 0)),
  );
  return { shape: shape as unknown as Shape3, affine: freezeAffine([...affine, [0, 0, 0, 1]]) };
}
