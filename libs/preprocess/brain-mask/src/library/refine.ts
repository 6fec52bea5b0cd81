import type { Kernels } from '@braingen/kernels';
import { resample, type Volume, type VoxelArray } from '@braingen/volume';
import { chooseEntries } from './choose-entries.ts';
import type { LibraryEntry } from './entry.ts';
import { fuseLabels, placeMargin } from './fuse-labels.ts';
import { prepareLibrary } from './prepare.ts';
import { relativeBrightness } from './relative-brightness.ts';

/** Entries that vote, mirrored ones included; more change little. */
const mostEntries = 8;
/** Entries are compared this far from the fitted edge, and vote this far from it, in millimetres. */
const comparedWithin = 10;
const uncertainWithin = 5;
/** What the edge's distance by the surface fit is worth: the standard deviation of its error, about. */
const fitSpread = 1.5;
/** The library's part of the average, for heads that its entries resemble as heads of one scanner do each other. */
const fullShare = 0.5;
/** Mean squared difference of relative brightness up to which it is so, and from which on the library has no say. */
const alike = 0.065;
const unlike = 0.08;

/** What a library says about a head. */
export interface LibraryVote {
  /** Signed distance to the fitted edge, on the library's grid. */
  readonly distance: Volume;
  /** The voxels near that edge, and for each the probability that it lies inside. */
  readonly places: Int32Array;
  readonly labels: Float32Array;
  /** How much the chosen entries differ from the head around the edge: mean squared difference of relative brightness. */
  readonly difference: number;
}

/**
 * Labels the voxels near a fitted edge by patch-based fusion over the heads of a library that are most like this one.
 *
 * @param volume finite voxels, lightly smoothed
 * @param fitted signed distance to the fitted edge in millimetres, negative inside
 */
export async function askLibrary(
  volume: Volume,
  fitted: Volume,
  {
    library,
    prior,
    kernels,
  }: {
    readonly library: readonly LibraryEntry[];
    readonly prior: Volume<VoxelArray>;
    readonly kernels?: Kernels | undefined;
  },
  turn: (done: number) => Promise<void>,
): Promise<LibraryVote> {
  const { grid, entries } = prepareLibrary(library, prior);
  const distance = resample(fitted, grid, { background: 100 });
  const { voxels: image } = relativeBrightness(resample(volume, grid), distance);
  await turn(0.2);
  const band = within(distance, comparedWithin);
  const chosen = chooseEntries(image, band, entries, mostEntries);
  const difference = chosen.reduce((sum, each) => sum + each.difference, 0) / chosen.length;
  const places = within(distance, uncertainWithin);
  const voters = chosen.map(({ entry }) => entry);
  const labels = await fuseLabels(grid.shape, image, voters, places, kernels, (done) => turn(0.2 + 0.8 * done));
  return { distance, places, labels, difference };
}

/** The library's part of the average, 0 to one half. */
export const shareOf = ({ difference }: LibraryVote): number =>
  fullShare * Math.min(1, Math.max(0, (unlike - difference) / (unlike - alike)));

/**
 * Where the fit's and the library's probability of lying inside average to one half: the fit's is a logistic function of
 * the distance, so that the edge moves where patches are sure, by some 3 mm at most, and stays where they are not.
 *
 * @returns negative inside the cavity, 0 at its edge, on the library's grid
 */
export function refineEdge({ distance, places, labels }: LibraryVote, share: number): Volume {
  const level = distance.voxels.map((mm) => 1 / (1 + Math.exp(-mm / fitSpread)) - 0.5);
  places.forEach((i, p) => {
    level[i] = (1 - share) * level[i] + share * (0.5 - labels[p]);
  });
  return distance.with(level);
}

/** Voxels at most `mm` from the edge whose surroundings lie on the grid. */
function within({ voxels, shape: [nx, ny, nz] }: Volume, mm: number): Int32Array {
  const places: number[] = [];
  for (let z = placeMargin; z < nz - placeMargin; z++) {
    for (let y = placeMargin; y < ny - placeMargin; y++) {
      for (let x = placeMargin; x < nx - placeMargin; x++) {
        const i = x + nx * (y + ny * z);
        if (Math.abs(voxels[i]) < mm) places.push(i);
      }
    }
  }
  return Int32Array.from(places);
}
